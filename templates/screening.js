// Sorting and filtering of tables that stand in the page: without this script they can still be
// read. Texts are only ever compared and set as texts.
(() => {
  "use strict";
  const words = document.body.dataset;
  const made = (tag, parent, set) => parent.appendChild(Object.assign(document.createElement(tag), set));

  for (const section of document.querySelectorAll(".listing")) {
    const table = section.querySelector("table");
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    const text = (row, i) => row.cells[i].textContent;

    // Cells without a figure come last, whichever way the column is sorted.
    const sort = (i, sign) => {
      const number = heads[i].classList.contains("num");
      const value = (row) => (number ? Number(text(row, i)) : text(row, i));
      const compare = number ? (a, b) => a - b : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
      const keyed = rows.map((row) => ({ row, blank: text(row, i) === "", value: value(row) }));
      keyed.sort((a, b) => a.blank - b.blank || sign * compare(a.value, b.value));
      body.append(...keyed.map((k) => k.row));
    };
    heads.forEach((head, i) => {
      const title = head.textContent;
      head.textContent = "";
      // No button element: browsers leave controls out of heads that they repeat on paper.
      const button = made("span", head, { role: "button", tabIndex: 0, textContent: title, title: words.sort });
      button.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          button.click();
        }
      });
      button.addEventListener("click", () => {
        const rising = head.ariaSort !== "ascending";
        for (const other of heads) other.ariaSort = null;
        head.ariaSort = rising ? "ascending" : "descending";
        sort(i, rising ? 1 : -1);
      });
    });

    if (rows.length < 5) continue;
    const tools = document.createElement("div");
    tools.className = "tools";
    section.insertBefore(tools, section.querySelector(".box"));
    const input = made("input", tools, { type: "search", placeholder: words.filter, ariaLabel: words.filter });
    const choices = [];
    heads.forEach((head, i) => {
      const held = [...new Set(rows.map((row) => text(row, i)))].sort();
      if (!head.classList.contains("chosen") || held.length < 2 || held.length > 200) return;
      const choice = made("select", tools, { ariaLabel: head.textContent });
      made("option", choice, { textContent: `${head.textContent}: ${words.any}`, value: "any" });
      held.forEach((t) => made("option", choice, { textContent: t || "—", value: `=${t}` }));
      choices.push([choice, i]);
    });
    const count = made("output", tools, {});
    const filter = () => {
      const sought = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let left = 0;
      for (const row of rows) {
        const all = [...row.cells].map((c) => c.textContent).join("\n").toLowerCase();
        row.hidden = !(sought.every((s) => all.includes(s)) &&
          choices.every(([c, i]) => c.value === "any" || c.value === `=${text(row, i)}`));
        left += !row.hidden;
      }
      const shown = [rows.length, left].map((n) => n.toLocaleString("en-US"));
      count.textContent = words.left.replace("##", shown[0]).replace("#", shown[1]);
    };
    tools.addEventListener("input", filter);
    filter();
  }
  document.documentElement.dataset.ready = "";
})();
