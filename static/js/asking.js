// Speaks to the server for the person who wrote this page, whoever else signs in at this browser.

const { person } = document.querySelector("form[data-autosave]").dataset;

export function csrfToken() {
  const inForm = document.querySelector("form[data-autosave]").csrfmiddlewaretoken;
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? inForm.value;
}
globalThis.csrfToken = csrfToken; // upload.js and forms of the page

export function ask(url, body, options = {}) {
  return fetch(url, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": csrfToken(),
      "X-Writer": person,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20000),
    ...options,
  });
}
