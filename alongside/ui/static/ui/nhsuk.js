import { initAll } from "./vendor/nhsuk/nhsuk-frontend-10.6.1.min.js";
// The design system's scripts and styles look for these; they are set here because nothing is written into the page itself.
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
