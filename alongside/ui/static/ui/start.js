// Before the page is drawn, so that what needs a script is never shown without one.
document.documentElement.classList.add("app-js");
