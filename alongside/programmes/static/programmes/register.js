// Keeps each mark on the phone until it has arrived, so that a session on poor wi-fi loses none. How long ago a mark was
// pressed goes with it, not when: the clock of a phone may be wrong. Without this the register is an ordinary form.
const form = document.querySelector("form[data-register]");
const status = document.querySelector("#register-status");
const queue = form ? `register:${form.dataset.who}:${form.dataset.register}` : "";
let running = false;
let going = null;

function kept() {
  return JSON.parse(localStorage.getItem(queue) || "{}");
}

function keep(marks) {
  if (Object.keys(marks).length) localStorage.setItem(queue, JSON.stringify(marks));
  else localStorage.removeItem(queue);
}

function told(marks) {
  const now = Date.now();
  return Object.entries(marks).map(([enrolment, { mark, at }]) => ({ enrolment, mark, ago: Math.max(0, now - at) }));
}

// What was sent is forgotten, unless it came too early. Returns whether anything was pressed since.
function forget(sent, early) {
  const marks = kept();
  for (const [enrolment, { at }] of Object.entries(sent)) {
    if (marks[enrolment]?.at === at && !early.includes(enrolment)) delete marks[enrolment];
  }
  keep(marks);
  return Object.entries(marks).some(([enrolment, { at }]) => sent[enrolment]?.at !== at);
}

async function send() {
  const marks = kept();
  if (running || !Object.keys(marks).length) return;
  running = true;
  let again = 0;
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      headers: { "X-Register": "1", "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify(told(marks)),
    });
    if (answer.redirected || !answer.ok) {
      status.textContent = answer.redirected ? status.dataset.signIn : status.dataset.notTaken;
    } else {
      const said = await answer.json();
      status.textContent = said.said;
      if (forget(marks, said.early)) again = 1;
    }
  } catch {
    status.textContent = status.dataset.offline;
    again = 10000;
  }
  running = false;
  if (going) {
    const button = going;
    going = null;
    form.requestSubmit(button);
  } else if (again) setTimeout(send, again);
}

if (form) {
  for (const [enrolment, { mark }] of Object.entries(kept())) {
    const field = form.querySelector(`[name="mark-${enrolment}"][value="${mark}"]`);
    if (field) field.checked = true;
  }
  form.addEventListener("change", ({ target }) => {
    const marks = kept();
    marks[target.name.replace("mark-", "")] = { mark: target.value, at: Date.now() };
    keep(marks);
    send();
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine && !running) return;
    event.preventDefault();
    // What is on its way arrives first: then the page that is sent is the last word.
    if (running) going = event.submitter;
    else status.textContent = event.submitter?.name === "close" ? status.dataset.offlineHeld : status.dataset.offline;
  });
  addEventListener("online", send);
  send();
}
