// node take-a-number.js QUEUE: takes a number, as a machine does.
"use strict";
const { link } = require("./link");

(async () => {
  const hall = await link("spare-kiosk", []);
  const answer = await hall.ask("ticket.issue", { queue: process.argv[2] });
  await hall.close();
  if (!answer.ok) {
    console.error(`no number: ${answer.error.code}`);
    process.exitCode = 1;
    return;
  }
  console.log(`${answer.data.number}, ${answer.data.ahead} ahead`);
})();
