# The numbers of wedge.toml by R: lme4, lmerTest, pbkrtest, clubSandwich.   Rscript wedge.R wedge.csv
suppressMessages({library(lme4); library(lmerTest); library(pbkrtest); library(clubSandwich)})
people <- read.csv(commandArgs(TRUE)[1])
people$time <- factor(people$period)
people$cell <- paste(people$cluster, people$period)
show <- function(name, estimate, se, df) {
  half <- qt(0.975, df) * se
  cat(sprintf("%-34s %10.6f %10.6f %9.3f   %9.6f to %9.6f\n", name, estimate, se, df, estimate - half, estimate + half))
}
cat(sprintf("%-34s %10s %10s %9s   %s\n", "", "estimate", "SE", "df", "95% interval"))

fit <- lmer(y ~ treat + time + (1 | cluster) + (1 | cell), people)
adjusted <- vcovAdj(fit)
one <- as.numeric(names(fixef(fit)) == "treat")
show("y, mixed, Kenward-Roger", fixef(fit)["treat"], sqrt(one %*% adjusted %*% one), Lb_ddf(one, vcov(fit), adjusted))

plain <- lm(y ~ treat + time, people)
robust <- coef_test(plain, vcovCR(plain, people$cluster, "CR2"))["treat", ]
show("y, regression, CR2", robust$beta, robust$SE, robust[[grep("df", names(robust))[1]]])
