// node read-events.js FILE [N]: prints every event of the hall once, in order, also those of while it was away.
// FILE keeps the last sequence number that was printed. It ends after N events. Speaks as a supervisor's desk.
"use strict";
const { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } = require("node:fs");
const { BASE, link } = require("./link");

const [mark, most] = [process.argv[2], process.argv[3] && Number(process.argv[3])];
let last = existsSync(mark) ? Number(readFileSync(mark, "ascii")) : 0;
let printed = 0;
let over = false;

/** Print it and remember that; what was printed before is dropped. */
function take(event) {
  if (over || Number(event.sequence) <= last) return;
  last = Number(event.sequence);
  console.log(last, event.time, event.type, event.data.ticket ?? "");
  const file = openSync(`${mark}.new`, "w");
  writeSync(file, String(last));
  fsyncSync(file);
  closeSync(file);
  renameSync(`${mark}.new`, mark);
  printed += 1;
  over = printed === most;
}

(async () => {
  const live = [];
  let wake = () => {};
  const hall = await link("spare-desk", [`${BASE}/event`], (_topic, event) => {
    live.push(event);
    wake();
  });

  /** All that the hall has above `last`, page by page. */
  async function catchUp() {
    for (;;) {
      const answer = await hall.ask("event.replay", { after: last });
      if (!answer.ok) throw new Error(`no events: ${answer.error.code}`);
      answer.data.events.forEach(take);
      if (over || answer.data.events.length === 0) return;
    }
  }

  await catchUp();
  while (!over) {
    if (live.length === 0) await new Promise((come) => (wake = come));
    const event = live.shift();
    if (Number(event.sequence) > last + 1) await catchUp(); // the link was broken for a while
    take(event);
  }
  await hall.close();
})();
