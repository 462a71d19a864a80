/* The links around one page: what leads to it on the left, where it leads on the right, its layouts above, its
   includes below; in a narrow window one below the other. */

const ROW = 30;
const MOST_SHOWN = 12;
const LETTER = 6.7;

function cutLeft(text, width) {
  const most = Math.max(6, Math.floor(width / LETTER));
  return text.length <= most ? text : `…${text.slice(text.length - most + 1)}`;
}

function drawNode(node, x, y, width) {
  const shown = draw("text", { x: x + 9, y: y + 15.5 }, cutLeft(node.name, width - 18));
  const box = draw("rect", { x, y, width, height: ROW - 8, rx: 4 });
  if (!node.href) return draw("g", { class: `node ${node.kind}` }, box, shown);
  const label = { href: node.href, "aria-label": `${node.said} ${node.name}` };
  return draw("a", { class: `node ${node.kind}`, ...label }, box, shown);
}

function nodesOf(numbers, said) {
  const pages = site().pages;
  const shown = numbers.length > MOST_SHOWN ? numbers.slice(0, MOST_SHOWN - 1) : numbers;
  const nodes = shown.map((number) => ({
    name: nameOf(pages[number]),
    href: `#page/${number}`,
    kind: pages[number].worst,
    said,
  }));
  const left = numbers.length - shown.length;
  return left ? [...nodes, { name: `and ${left.toLocaleString("en")} more`, kind: "rest" }] : nodes;
}

function drawGraph(page, details, width) {
  const around = {
    from: nodesOf(page.from, "Linked from"),
    to: nodesOf(page.to.filter((number) => number !== page.number), "Links to"),
    layouts: [...details.layouts].reverse().map((name) => ({ name, kind: "layout" })),
    includes: details.includes.slice(0, 6).map((name) => ({ name, kind: "include" })),
  };
  const own = { name: nameOf(page), kind: `own ${page.worst}` };
  return width < 640 ? drawNarrow(around, own, width) : drawWide(around, own, width);
}

function drawWide(around, own, width) {
  const column = (width - 2 * 56) / 3;
  const half = (Math.max(around.from.length, around.to.length, 1) * ROW) / 2;
  const above = Math.max(half, (around.layouts.length + 0.5) * ROW);
  const below = Math.max(half, (around.includes.length + 0.5) * ROW);
  const middle = above - ROW / 2 + 4;
  const parts = { lines: [], nodes: [drawNode(own, column + 56, middle, column)] };
  const line = (d, kind) => parts.lines.push(draw("path", { class: `edge ${kind}`, d }));
  for (const [nodes, side] of [[around.from, "from"], [around.to, "to"]]) {
    nodes.forEach((node, at) => {
      const y = middle + (at - (nodes.length - 1) / 2) * ROW;
      const [x, start] = side === "from" ? [1, column] : [width - column - 1, 2 * column + 56];
      parts.nodes.push(drawNode(node, x, y, column));
      const [a, b] = side === "from" ? [y + 11, middle + 11] : [middle + 11, y + 11];
      line(`M${start} ${a}C${start + 28} ${a} ${start + 28} ${b} ${start + 55} ${b}`, side);
    });
  }
  for (const [nodes, way] of [[around.layouts, -1], [around.includes, 1]]) {
    nodes.forEach((node, at) => {
      const steps = way < 0 ? nodes.length - at : at + 1;
      parts.nodes.push(drawNode(node, column + 56 + 18, middle + way * steps * ROW, column - 36));
    });
  }
  return framed(parts, width, above + below);
}

function drawNarrow(around, own, width) {
  const rows = [
    ...around.layouts.map((node) => [node, 0]),
    ...around.from.map((node) => [node, 1]),
    [own, 0],
    ...around.to.map((node) => [node, 2]),
    ...around.includes.map((node) => [node, 0]),
  ];
  const middle = rows.findIndex(([node]) => node === own) * ROW + 11;
  const parts = { lines: [], nodes: [] };
  rows.forEach(([node, side], at) => {
    const y = at * ROW;
    const x = side ? 40 : 20;
    parts.nodes.push(drawNode(node, x, y + 1, width - x - 2));
    const kind = side === 1 ? "from" : "to";
    if (side) parts.lines.push(draw("path", { class: `edge ${kind}`, d: `M${x} ${y + 11}H8V${middle}H20` }));
  });
  return framed(parts, width, rows.length * ROW + 2);
}

function framed({ lines, nodes }, width, height) {
  const shape = { class: "graph", width, height, viewBox: `0 0 ${width} ${height}`, role: "group" };
  return draw("svg", { ...shape, "aria-label": "Links around this page" }, lines, nodes);
}
