// An SMSC out of the npm package `smpp`. Takes orders as lines of JSON on stdin, tells what comes as lines on stdout:
// {"submit": …}, {"bind": status}, {"alive": 1} for enquire_link, {"heard": status} for the answer to a report.
'use strict';
const smpp = require('smpp');
const fs = require('fs');
const [port, password, certificate, key] = process.argv.slice(2);
const tls = certificate ? {cert: fs.readFileSync(certificate), key: fs.readFileSync(key)} : {};
const state = {throttle: 0, mute: false, answer: 0, password, receipts: true, last: null, ids: 0};
const tell = (said) => process.stdout.write(JSON.stringify(said) + '\n');

function stamp() { return '2611210900'; }

function receipt(session, {id, stat, payload, beside}) {
  const text = `id:${id} sub:001 dlvrd:001 submit date:${stamp()} done date:${stamp()} stat:${stat} err:000 text:`;
  const message = {source_addr: '13900000001', destination_addr: '10690001', esm_class: 4};
  if (payload) message.message_payload = Buffer.from(text); else message.short_message = text;
  if (beside) message.receipted_message_id = beside;
  session.deliver_sm(message, (pdu) => { tell({heard: pdu.command_status}); });
}

const server = smpp.createServer(tls, (session) => {
  session.on('error', () => {});
  state.last = session;
  session.on('bind_transceiver', (pdu) => {
    const good = pdu.system_id === 'hall' && pdu.password === state.password;
    session.send(pdu.response({command_status: good ? 0 : smpp.ESME_RINVPASWD}));
    tell({bind: good ? 0 : 14});
  });
  session.on('enquire_link', (pdu) => { tell({alive: 1}); if (!state.mute) session.send(pdu.response()); });
  session.on('unbind', (pdu) => { session.send(pdu.response()); session.close(); });
  session.on('enquire_link_resp', () => tell({answered: 1}));
  session.on('submit_sm', (pdu) => {
    if (state.throttle > 0) {
      state.throttle -= 1;
      session.send(pdu.response({command_status: smpp.ESME_RTHROTTLED}));
      return;
    }
    if (state.answer) { session.send(pdu.response({command_status: state.answer})); return; }
    const id = state.id || String(++state.ids + 700000);
    const elements = Buffer.concat([].concat(pdu.short_message.udh || []));
    const header = elements.length ? Buffer.concat([Buffer.from([elements.length]), elements]) : elements;
    const message = pdu.short_message.message;
    const payload = typeof message === 'string' ? Buffer.from(message, 'utf16le').swap16() : message;
    tell({submit: {id, phone: pdu.destination_addr, header: header.toString('hex'), payload: payload.toString('hex'),
      coding: pdu.data_coding, registered: pdu.registered_delivery,
      validity: pdu.validity_period || null, now: new Date()}});
    if (state.mute) return;
    session.send(pdu.response({message_id: id}));
  });
});
server.on('error', (error) => { tell({error: String(error)}); process.exit(1); });
server.listen(Number(port), '127.0.0.1', () => tell({ready: Number(port)}));

require('readline').createInterface({input: process.stdin}).on('line', (line) => {
  const order = JSON.parse(line);
  if (order.set) Object.assign(state, order.set);
  if (order.report) receipt(state.last, order.report);
  if (order.enquire) state.last.enquire_link();
  if (order.raw) state.last.socket.write(Buffer.from(order.raw, 'hex'));
  if (order.drop) state.last.socket.destroy();
  tell({done: order.order});
}).on('close', () => process.exit(0));
