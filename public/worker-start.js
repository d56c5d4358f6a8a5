// The worker that reads a training report before it is sent. The page starts it when somebody picks a file and hands over
// the file, where the rules for reading it are, the person's name and the server's time. The answer is JSON, or empty:
// then the page goes on without.
importScripts('worker-report.js');
const ready = wasm_bindgen({ module_or_path: 'worker-report_bg.wasm' });
// Whoever waits for it is told in `onmessage`; nobody waits yet when the network goes at once.
ready.catch(() => undefined);

async function rulesAt(address) {
  const answer = await fetch(address);
  return answer.ok ? answer.text() : '';
}

onmessage = async ({ data: [file, rules, name, now] }) => {
  try {
    const [bytes, text] = await Promise.all([file.arrayBuffer(), rulesAt(rules), ready]);
    postMessage(wasm_bindgen.read(new Uint8Array(bytes), text, name, now));
  } catch {
    postMessage('');
  }
};
