// node follow-calls.js [N]: prints each call as it comes; ends after N of them.
"use strict";
const { BASE, link } = require("./link");

(async () => {
  const most = process.argv[2] && Number(process.argv[2]);
  let seen; // { store, version, newest } of the snapshots up to now
  let printed = 0;
  let enough;
  const done = new Promise((end) => (enough = end));
  const take = (_topic, snapshot) => {
    const newest = Math.max(0, ...snapshot.calls.map((call) => call.seq));
    if (seen === undefined) {
      seen = { store: snapshot.store, version: snapshot.version, newest }; // retained: called before we came
      console.log("listening");
      return;
    }
    // another store of the hall counts from the beginning
    if (snapshot.store !== seen.store) seen = { store: snapshot.store, version: 0, newest: 0 };
    if (snapshot.version <= seen.version) return; // late
    for (const call of snapshot.calls.filter(({ seq }) => seq > seen.newest).sort((a, b) => a.seq - b.seq)) {
      const again = call.times > 1 ? `, time ${call.times}` : "";
      console.log(`${call.number} to window ${call.window_number}${again}`);
      printed += 1;
      if (printed === most) enough();
    }
    seen = { ...seen, version: snapshot.version, newest: Math.max(seen.newest, newest) };
  };
  const hall = await link("spare-kiosk", [`${BASE}/public/calls`], take);
  await done;
  await hall.close();
})();
