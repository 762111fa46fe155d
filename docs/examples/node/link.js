// What the examples share: a link to a hall's broker, and one question with its answer.
"use strict";
const { randomUUID } = require("node:crypto");
const { readFileSync } = require("node:fs");
const mqtt = require("mqtt");

const PATIENCE_S = 5;
const { env } = process;
const BASE = `xc/v1/${env.HALL ?? "chunxiaoli"}`;

/** A link as `device`. `onMessage` is told what comes on `topics`; after a break they are subscribed anew. */
async function link(device, topics, onMessage = () => {}) {
  device = env.HALL_DEVICE ?? device;
  const reply = `${BASE}/dev/${device}/reply`;
  const answers = new Map();
  const scheme = env.HALL_CA_FILE ? "mqtts" : "mqtt";
  const client = mqtt.connect(`${scheme}://${env.HALL_HOST ?? "127.0.0.1"}:${env.HALL_PORT ?? 18830}`, {
    protocolVersion: 5,
    clientId: device,
    ...(env.HALL_PASSWORD_FILE && {
      username: device,
      password: readFileSync(env.HALL_PASSWORD_FILE, "utf8").trim(),
    }),
    ...(env.HALL_CA_FILE && { ca: readFileSync(env.HALL_CA_FILE) }),
  });
  client.on("message", (topic, payload) => {
    const said = JSON.parse(payload.toString());
    if (topic === reply) answers.get(said.id)?.(said);
    else onMessage(topic, said);
  });
  await new Promise((ready, failed) => {
    client.once("connect", ready);
    client.once("error", failed);
  });
  await client.subscribeAsync([reply, ...topics], { qos: 1 });

  /** The hall's answer. Without one the same request goes out again, under the same id. */
  async function ask(type, data, tries = 3) {
    const request = { id: randomUUID(), type, data };
    const properties = {
      responseTopic: reply,
      correlationData: Buffer.from(request.id),
      messageExpiryInterval: PATIENCE_S,
    };
    try {
      for (let each = 0; each < tries; each += 1) {
        const answer = new Promise((done) => {
          answers.set(request.id, done);
          setTimeout(() => done(undefined), PATIENCE_S * 1000).unref();
        });
        await client.publishAsync(`${BASE}/dev/${device}/command`, JSON.stringify(request), { qos: 1, properties });
        const found = await answer;
        if (found !== undefined) return found;
      }
    } finally {
      answers.delete(request.id);
    }
    throw new Error(`the hall has not answered ${type}`);
  }

  return { ask, close: () => client.endAsync() };
}

module.exports = { BASE, link };
