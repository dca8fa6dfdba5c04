# The numbers of small.toml by R: lme4, lmerTest, pbkrtest, clubSandwich.   Rscript small.R small.csv
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

twelve <- lmer(y12 ~ arm + y0 + (1 | practice), people)
say("y12, mixed, Kenward-Roger", kenward_roger(twelve, "arm"))

seen <- subset(people, !is.na(y12))
stage <- residuals(lm(y12 ~ y0, seen))
means <- tapply(stage, seen$practice, mean)
arms <- tapply(seen$arm, seen$practice, mean)
test <- t.test(means[arms == 1], means[arms == 0], var.equal = TRUE)
show("y12, cluster means", test$estimate[1] - test$estimate[2], test$stderr, test$parameter)

event <- glmer(event ~ arm + y0 + (1 | practice), people, family = binomial, nAGQ = 15)
row <- coef(summary(event))["arm", ]
show("log odds of an admission", row[1], row[2], 12 - 2)
