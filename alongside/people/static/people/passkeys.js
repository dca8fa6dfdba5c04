// Joins the passkey buttons of a page to allauth's own script, from what the page says in its attributes.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential || !window.allauth) return;
  document.querySelectorAll("[data-passkey-needed]").forEach((part) => { part.hidden = false; });
  document.querySelectorAll("[data-passkey-without]").forEach((part) => { part.hidden = true; });
  document.querySelectorAll("[data-passkey]").forEach((button) => {
    const ids = { credential: "passkey-credential", data: "passkey-data", passwordless: "passkey-alone" };
    ids[button.dataset.passkeyRole] = button.id;
    window.allauth.webauthn.forms[button.dataset.passkey]({ ids });
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.getElementById("passkey-problem").hidden = false;
  });
});
