# The numbers of wise.toml by R: lme4, lmerTest, pbkrtest, clubSandwich.   Rscript wise.R wise.csv
suppressMessages({library(lme4); library(lmerTest); library(pbkrtest); library(clubSandwich)})
people <- read.csv(commandArgs(TRUE)[1])
show <- function(name, estimate, se, df) {
  half <- qt(0.975, df) * se
  cat(sprintf("%-34s %10.6f %10.6f %9.3f   %9.6f to %9.6f\n", name, estimate, se, df, estimate - half, estimate + half))
}
kenward_roger <- function(fit, at) {
  adjusted <- vcovAdj(fit)
  one <- as.numeric(names(fixef(fit)) %in% at)
  as.numeric(c(sum(one * fixef(fit)), sqrt(sum(one * as.matrix(adjusted) %*% one)), Lb_ddf(one, vcov(fit), adjusted)))
}
say <- function(name, row) show(name, row[1], row[2], row[3])
cat(sprintf("%-34s %10s %10s %9s   %s\n", "", "estimate", "SE", "df", "95% interval"))

twelve <- lmer(y12 ~ arm + y0 + dep + strat + (1 | practice), people)
say("y12, mixed, Kenward-Roger", kenward_roger(twelve, "arm"))

plain <- lm(y12 ~ arm + y0 + dep + strat, subset(people, !is.na(y12)))
robust <- coef_test(plain, vcovCR(plain, subset(people, !is.na(y12))$practice, "CR2"))["arm", ]
show("y12, regression, CR2", robust$beta, robust$SE, robust[[grep("df", names(robust))[1]]])

visits <- rbind(transform(people, y = y6, six = 1, late = 0), transform(people, y = y12, six = 0, late = 1))
visits <- transform(visits, arm_six = arm * six, arm_late = arm * late)
both <- lmer(y ~ arm_six + arm_late + late + y0 + dep + strat + (1 | practice) + (1 | pid), visits)
say("6 months, both visits", kenward_roger(both, "arm_six"))
say("12 months, both visits", kenward_roger(both, "arm_late"))

good <- glmer((y12 > 0.5) ~ arm + y0 + dep + strat + (1 | practice), people, family = binomial, nAGQ = 15)
row <- coef(summary(good))["arm", ]
show("log odds of a good score", row[1], row[2], 44 - 3)
