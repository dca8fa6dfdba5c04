# How long R takes for the analyses that ./bench evaluation times, in seconds: by the processor or by the clock,
# whichever is less.
#
#   Rscript timings.R wise.csv
#
# Prints {"versions": "...", "seconds": {"two_level": 0.08, ...}}: the median where something is done more than
# once. What needs a package that is not installed is left out. Base R prints the JSON itself.
quietly <- function(e) suppressPackageStartupMessages(suppressWarnings(suppressMessages(e)))
there <- function(...) all(sapply(c(...), function(name) quietly(requireNamespace(name, quietly = TRUE))))
seconds <- list()
versions <- paste0("R ", R.version$major, ".", R.version$minor)
timed <- function(name, times, work) {
  once <- function(i) {
    took <- quietly(system.time(work()))
    min(took[["user.self"]] + took[["sys.self"]], took[["elapsed"]])
  }
  seconds[[name]] <<- median(sapply(seq_len(times), once))
}
of_package <- function(...) for (name in c(...))
  versions <<- c(versions, paste(name, as.character(packageVersion(name))))

w <- read.csv(commandArgs(TRUE)[1])
w$good12 <- as.integer(w$y12 > 0.5)
seen <- w[!is.na(w$y12), ]
long <- rbind(cbind(w, t12 = 0, y = w$y6), cbind(w, t12 = 1, y = w$y12))
long <- long[!is.na(long$y), ]
two <- qaly ~ arm + y0 + strat + dep + (1 | practice)
three <- y ~ arm * t12 + y0 + strat + dep + (1 | practice) + (1 | pid)
good <- good12 ~ arm + y0 + strat + dep + (1 | practice)

# The standard errors and degrees of freedom of every coefficient.
kenward_roger <- function(model) {
  adjusted <- pbkrtest::vcovAdj(model)
  each <- diag(length(lme4::fixef(model)))
  apply(each, 1, function(row) pbkrtest::Lb_ddf(row, vcov(model), adjusted))
}

if (there("lme4")) {
  of_package("lme4")
  timed("two_level", 5, function() lme4::lmer(two, w))
  timed("laplace", 1, function() lme4::glmer(good, w, family = binomial))
  timed("fifteen_points", 1, function() lme4::glmer(good, w, family = binomial, nAGQ = 15))
}
if (there("lme4", "pbkrtest")) {
  of_package("pbkrtest")
  timed("two_level_kr", 3, function() kenward_roger(lme4::lmer(two, w)))
  timed("three_level_kr", 1, function() kenward_roger(lme4::lmer(three, long)))
}
if (there("lmerTest", "pbkrtest")) {
  of_package("lmerTest")
  timed("three_level_satterthwaite", 3, function() summary(lmerTest::lmer(three, long)))
  timed("two_level_kr_summary", 1, function() summary(lmerTest::lmer(two, w), ddf = "Kenward-Roger"))
}
if (there("geepack")) {
  of_package("geepack")
  people <- function(formula, data, family) geepack::geeglm(formula, family, data, id = practice, corstr = "exchangeable")
  timed("gee", 3, function() people(qaly ~ arm + y0 + strat + dep, w, gaussian()))
  timed("gee_logit", 3, function() people(good12 ~ arm + y0 + strat + dep, seen, binomial()))
}
if (there("clubSandwich")) {
  of_package("clubSandwich")
  timed("cr2", 3, function()
    clubSandwich::coef_test(lm(qaly ~ arm + y0 + strat + dep, w), vcov = "CR2", cluster = w$practice))
}
if (there("mice", "pan")) {
  of_package("mice", "pan")
  # One copy and one cycle of the 20 copies and 10 cycles; 2l.pan runs a chain of its own within each.
  gaps <- w[, c("practice", "arm", "y0", "strat", "dep", "y6", "y12")]
  method <- ifelse(names(gaps) %in% c("y6", "y12"), "2l.pan", "")
  predictors <- matrix(1, 7, 7, dimnames = list(names(gaps), names(gaps))) - diag(7)
  predictors[, "practice"] <- -2
  timed("impute_once", 1, function()
    mice::mice(gaps, 1, method, predictors, maxit = 1, printFlag = FALSE, seed = 1))
}

numbers <- paste0('"', names(seconds), '": ', format(unlist(seconds), trim = TRUE, digits = 6), collapse = ", ")
cat(sprintf('{"versions": "%s", "seconds": {%s}}\n', paste(versions, collapse = ", "), if (length(seconds)) numbers else ""))
