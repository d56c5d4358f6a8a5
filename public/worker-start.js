// The worker that reads a training report before it is sent. The page starts it when somebody picks a file and hands over
// the file, where the rules for reading it are, the person's name, the server's time, and where the translations of the
// page's language are; nothing for English. The answer is JSON, or empty: then the page goes on without.
importScripts('worker-report.js');
const ready = wasm_bindgen({ module_or_path: 'worker-report_bg.wasm' });
// Whoever waits for it is told in `onmessage`; nobody waits yet when the network goes at once.
ready.catch(() => undefined);

async function textAt(address) {
  if (!address) return '';
  const answer = await fetch(address);
  return answer.ok ? answer.text() : '';
}

onmessage = async ({ data: [file, rules, name, now, translations] }) => {
  try {
    const [bytes, text, words] = await Promise.all([file.arrayBuffer(), textAt(rules), textAt(translations), ready]);
    postMessage(wasm_bindgen.read(new Uint8Array(bytes), text, name, now, words));
  } catch {
    postMessage('');
  }
};
