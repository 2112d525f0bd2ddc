/* Passkeys: what needs them is shown where the browser has them, and a failure is said in words. */
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
}

const host = location.hostname;
const isNumber = /^\d+(\.\d+){3}$/.test(host) || host.startsWith("[");
const isThisComputer = host.startsWith("127.") || host === "[::1]";

/* The same page by the name of this computer. */
function byName() {
  const there = new URL(location.href);
  there.hostname = "localhost";
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = there.href;
  link.textContent = `${there.origin}/`;
  return link;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const line = document.querySelector("[data-passkey-error]");
  if (!line) return;
  if (!isNumber) {
    line.textContent =
      "The passkey was not used: your device stopped it, or it has none for this site. " +
      "Try again, or choose another way.";
    return;
  }
  const why = `Passkeys do not work at ${host}: browsers keep them for a name, not for an address of numbers. `;
  if (isThisComputer) line.replaceChildren(`${why}Open `, byName(), " instead, or choose another way.");
  else line.textContent = `${why}Open the service by its name instead, or choose another way.`;
});
