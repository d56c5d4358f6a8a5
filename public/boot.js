// Starts the page. It is a file of its own because the content security policy allows no inline script; where the
// script and the module are is written into a <meta> by the build (pattern_script in Trunk.toml).
const { script, wasm } = document.querySelector('meta[name="accede-page"]').dataset;

// The text of index.html is on the screen before the program takes the thread. A tab that nobody sees paints nothing.
const painted = new Promise((resolve) => {
  new PerformanceObserver(resolve).observe({ type: 'paint', buffered: true });
  setTimeout(resolve, document.hidden ? 0 : 250);
});

try {
  const page = await import(script);
  await painted;
  await page.default({ module_or_path: wasm });
} catch (problem) {
  // The static text of index.html is still there, unless the page had already begun to draw itself.
  document.getElementById('start-failed')?.removeAttribute('hidden');
  console.error(problem);
}
