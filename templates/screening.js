// The page of a screening: draws the tables and plots that its JSON describes. No text of it is
// ever taken for HTML.
(async () => {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const { tables, plots, words, lang } = read("data");

  // DataTables is a module, and a module can be imported from an address alone: one in the page.
  const address = URL.createObjectURL(new Blob([read("datatables")], { type: "text/javascript" }));
  const { jQuery } = await import(address);
  URL.revokeObjectURL(address);
  const DataTable = jQuery.fn.dataTable;

  const figure = (value) =>
    value === null ? "" : value.toLocaleString("en-US", { maximumSignificantDigits: 15 });
  const plain = (value) => (value === null ? "" : String(value));
  const escaped = DataTable.render.text().display;
  const LONG = new Set(["name", "reason", "missing", "error", "message", "hint", "value"]);

  // Cells without a figure come last, whichever way the column is sorted.
  const order = (sign) => (a, b) =>
    a === "" || b === "" ? (a === "") - (b === "") : sign * (a - b);
  DataTable.ext.type.order["num-figure-asc"] = order(1);
  DataTable.ext.type.order["num-figure-desc"] = order(-1);

  const nested = (head) => {
    const found = {};
    for (const [key, text] of Object.entries(words)) {
      const path = key.split(".");
      const last = path.pop();
      path.reduce((at, part) => (at[part] ??= {}), found)[last] = text;
    }
    return found[head];
  };
  const language = { ...nested("data"), thousands: ",", decimal: "." };
  language.lengthLabels = { "-1": language.everything };

  const column = (table, c, i) => {
    const number = c.kind === "number";
    const search = number ? "searchNumber" : "searchText";
    const verdict = table.columns.findIndex((other) => other.key === "verdict");
    return {
      data: i,
      visible: c.shown,
      type: number ? "num-figure" : "string",
      className: number ? "figure" : LONG.has(c.key) ? "long" : "",
      orderSequence: ["asc", "desc"],
      render: (value, kind) => {
        if (kind === "display") return number ? figure(value) : escaped(plain(value));
        return value === null ? "" : number ? value : kind === "filter" ? escaped(value) : value;
      },
      createdCell: (cell, value, row) => {
        if (c.key === "label") cell.classList.add(`v-${row[verdict]}`);
      },
      columnControl: [
        { target: 0, content: ["orderStatus", ...(c.kind === "choice" ? [["searchList"]] : [])] },
        { target: 1, content: [search] },
      ],
    };
  };

  for (const table of tables) {
    const rank = table.columns.findIndex((c) => c.key === "rank");
    const element = document.getElementById(table.id);
    const row = element.createTHead().insertRow();
    for (const c of table.columns) {
      const head = document.createElement("th");
      head.textContent = c.title;
      row.append(head);
    }
    jQuery(element).DataTable({
      data: table.rows,
      columns: table.columns.map((c, i) => column(table, c, i)),
      order: rank < 0 ? [] : [[rank, "asc"]],
      ordering: { indicators: false },
      pageLength: 25,
      lengthMenu: [25, 100, 500, -1],
      scrollX: true,
      autoWidth: false,
      layout: {
        topStart: ["pageLength", { buttons: [{ extend: "colvis", text: language.columns }] }],
        topEnd: ["search", { buttons: [{ extend: "ccSearchClear", text: language.clear }] }],
      },
      language,
    });
  }

  Plotly.register({
    moduleType: "locale",
    name: "page",
    dictionary: nested("plot"),
    format: { decimal: ".", thousands: "," },
  });
  plots.forEach((plot, i) =>
    Plotly.newPlot(`plot-${i}`, plot.data, plot.layout, {
      displaylogo: false,
      responsive: true,
      locale: "page",
      modeBarButtons: [["toImage", "zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"]],
    })
  );
  document.documentElement.dataset.ready = lang;
})();
