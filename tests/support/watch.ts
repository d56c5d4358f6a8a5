// Fails a test on anything that went wrong in a browser while it ran: console errors, uncaught errors, reports of the
// content security policy, and answers of 500 and above.
import type { BrowserContext, ConsoleMessage } from '@playwright/test';

/** Chromium writes a console error for every answer of 400 and above. From the API, a refusal is an ordinary answer. */
function isRefusalByTheApi(message: ConsoleMessage): boolean {
  return (
    /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text()) &&
    new URL(message.location().url, 'http://none').pathname.startsWith('/api/')
  );
}

export class Watch {
  private readonly problems: string[] = [];
  private readonly allowed: RegExp[] = [];

  /** Says that this test brings a problem about on purpose, such as a dead network. */
  allow(problem: RegExp): void {
    this.allowed.push(problem);
  }

  async over(context: BrowserContext, who: string): Promise<void> {
    const note = (text: string) => this.problems.push(`${who}: ${text}`);
    context.on('console', (message) => {
      if (message.type() === 'error' && !isRefusalByTheApi(message)) {
        note(`console error: ${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', (error) => note(`page error: ${error.error().stack ?? error.error().message}`));
    context.on('response', (response) => {
      if (response.status() >= 500) {
        note(`${response.status()} from ${response.request().method()} ${response.url()}`);
      }
    });
    await context.exposeBinding('reportPolicyViolation', (_source, violation: string) => {
      note(`content security policy: ${violation}`);
    });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = (window as unknown as { reportPolicyViolation: (text: string) => void }).reportPolicyViolation;
        report(`${event.effectiveDirective} blocked ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
      });
    });
  }

  verify(): void {
    const left = this.problems.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
    if (left.length > 0) {
      throw new Error(`while the test ran:\n${left.join('\n')}`);
    }
  }
}
