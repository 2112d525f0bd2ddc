/* Passkeys: what needs them is shown where the browser has them, and a failure is said in words. */
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const line = document.querySelector("[data-passkey-error]");
  if (!line) return;
  line.textContent =
    "The passkey was not used: your device stopped it, or it has none for this site. " +
    "Try again, or choose another way.";
});
