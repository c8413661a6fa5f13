"use strict";

/* Nothing here is needed: without it every page works by its buttons. */

document.addEventListener("DOMContentLoaded", () => {
  const problems = document.querySelector(".problems[role=alert]");
  if (problems) {
    problems.tabIndex = -1;
    problems.focus();
  }
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
      }
      form.dataset.sent = "yes";
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
    }
  });
});

/* The live form: what was typed is sent after a moment, and the verdict beside it is made anew; the
   ways to the limit come by a request of their own, when nothing more is typed. */
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("live");
  if (!form) {
    return;
  }
  const outcome = form.querySelector(".outcome");
  let waiting = 0;
  let later = 0;
  let asked = 0;

  const shown = (page) => {
    const made = new DOMParser().parseFromString(page, "text/html");
    const result = made.getElementById("result");
    if (!result) {
      return;
    }
    document.getElementById("result").replaceWith(result);
    const wrong = new Map();
    for (const item of result.querySelectorAll("#wrong li")) {
      wrong.set(item.dataset.for, item.textContent);
    }
    for (const field of form.querySelectorAll("[name^='v.']")) {
      const why = wrong.get(field.name) || "";
      document.getElementById(`${field.name}-wrong`).textContent = why;
      field.closest(".field").classList.toggle("wrong", Boolean(why));
      field.toggleAttribute("aria-invalid", Boolean(why));
    }
  };

  const sent = async (what, act) => {
    const body = new FormData(form);
    body.set("act", act);
    const answer = await fetch("/assess", {
      method: "POST",
      body,
      headers: { "X-Live": what },
      redirect: "error",
    });
    return answer.text();
  };

  const options = async (number) => {
    const old = document.getElementById("options");
    old.hidden = document.getElementById("result").dataset.options !== "yes";
    if (old.hidden) {
      return;
    }
    old.classList.add("waits");
    const page = await sent("options", "options");
    const made = new DOMParser().parseFromString(page, "text/html").getElementById("options");
    if (number === asked && made) {
      old.replaceWith(made);
    }
  };

  const ask = async () => {
    const number = ++asked;
    outcome.classList.add("waits");
    try {
      const page = await sent("1", "assess");
      if (number === asked) {
        shown(page);
        clearTimeout(later);
        later = setTimeout(options, 600, number);
      }
    } finally {
      if (number === asked) {
        outcome.classList.remove("waits");
      }
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.name && event.target.name.startsWith("v.")) {
      clearTimeout(waiting);
      clearTimeout(later);
      waiting = setTimeout(ask, 350);
    }
  });
  later = setTimeout(options, 600, asked);
});

// A page that waits for long work looks again; without a script it asks the browser to.
if (document.querySelector("main progress")) {
  setTimeout(() => location.reload(), 2000);
}
