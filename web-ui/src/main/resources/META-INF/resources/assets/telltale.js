// What pages gain where scripts run: "/" reaches the search, files drop onto the form, code copies.
// Every page reads and works without it.
(() => {
  "use strict";

  const typing = (element) =>
    element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

  document.addEventListener("keydown", (press) => {
    if (press.key !== "/" || press.ctrlKey || press.metaKey || press.altKey || typing(press.target)) {
      return;
    }
    const search = document.querySelector("main input[type=search]") ?? document.querySelector("input[type=search]");
    if (search) {
      press.preventDefault();
      search.focus();
      search.select();
    }
  });

  for (const drop of document.querySelectorAll(".drop")) {
    const input = drop.querySelector("input[type=file]");
    const chosen = drop.querySelector("output");
    const tell = () => {
      const names = Array.from(input.files, (file) => file.name);
      chosen.textContent =
        names.length === 0
          ? ""
          : names.length <= 3
            ? names.join(", ")
            : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
    };
    input.addEventListener("change", tell);
    for (const type of ["dragenter", "dragover"]) {
      drop.addEventListener(type, (drag) => {
        drag.preventDefault();
        drop.classList.add("over");
      });
    }
    drop.addEventListener("dragleave", (drag) => {
      if (!drop.contains(drag.relatedTarget)) {
        drop.classList.remove("over");
      }
    });
    drop.addEventListener("drop", (drag) => {
      drag.preventDefault();
      drop.classList.remove("over");
      if (drag.dataTransfer.files.length > 0) {
        input.files = drag.dataTransfer.files;
        tell();
      }
    });
  }

  if (navigator.clipboard) {
    for (const code of document.querySelectorAll(".code")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(code.querySelector("code").textContent);
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = "Copy"), 1500);
      });
      code.append(button);
    }
  }

  for (const form of document.querySelectorAll("form[data-busy]")) {
    form.addEventListener("submit", () => {
      const button = form.querySelector("button[type=submit]");
      button.textContent = form.dataset.busy;
      button.setAttribute("aria-disabled", "true");
    });
  }
})();
