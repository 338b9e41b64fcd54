// Rows of pictures of one height each, as wide as the page; nothing here knows of nodes.

/**
 * @param {{ratio: number}[]} items width by height
 * @param {number} width of all rows, pixels
 * @param {number} height that rows aim at, pixels
 * @param {number} gap between pictures, pixels
 * @returns {{rows: {top: number, height: number, first: number, boxes: {left: number, width: number}[]}[], height: number}}
 */
export function layOut(items, width, height, gap) {
  const rows = [];
  let top = 0;
  let first = 0;
  let ratios = 0;
  for (let at = 0; at < items.length; at += 1) {
    ratios += items[at].ratio;
    const gaps = (at - first) * gap;
    if (ratios * height + gaps >= width) {
      const row = stretched(items, first, at + 1, top, (width - gaps) / ratios, width, gap);
      rows.push(row);
      top += row.height + gap;
      first = at + 1;
      ratios = 0;
    }
  }
  if (first < items.length) {
    // The last row is not stretched, or one picture would fill the page.
    const row = stretched(items, first, items.length, top, height, null, gap);
    rows.push(row);
    top += row.height + gap;
  }
  return { rows, height: Math.max(0, top - gap) };
}

function stretched(items, first, end, top, height, width, gap) {
  const boxes = [];
  const whole = Math.round(height);
  let left = 0;
  for (let at = first; at < end; at += 1) {
    const last = at === end - 1 && width !== null;
    const wide = last ? width - left : Math.round(items[at].ratio * height);
    boxes.push({ left, width: wide });
    left += wide + gap;
  }
  return { top, height: whole, first, boxes };
}

/** The first row that reaches below a height, by halving. */
export function rowAt(rows, y) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].top + rows[middle].height < y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The picture of the next or the last row that lies over or under one. */
export function neighbour(rows, at, down) {
  const here = rows.findIndex((row) => at >= row.first && at < row.first + row.boxes.length);
  const there = rows[here + (down ? 1 : -1)];
  if (!there) return at;
  const box = rows[here].boxes[at - rows[here].first];
  const middle = box.left + box.width / 2;
  const found = there.boxes.findIndex((each) => middle < each.left + each.width);
  return there.first + (found < 0 ? there.boxes.length - 1 : found);
}
