// Reads {"contentType", "payload"} a line on stdin as the MQTT binding of npm's `cloudevents` does, says the events.
'use strict';
const {MQTT} = require('cloudevents');
require('readline').createInterface({input: process.stdin}).on('line', (line) => {
  const {contentType, payload} = JSON.parse(line);
  const message = {PUBLISH: {'Content Type': contentType}, body: payload, payload, headers: {}, 'User Properties': {}};
  const event = MQTT.isEvent(message) ? MQTT.toEvent(message, true) : null;
  process.stdout.write(JSON.stringify(event && event.validate() ? event : null) + '\n');
});
