// Every page of the application: who looks at it, what it loads, and how it is recognised.
import { readFileSync } from 'node:fs';

/** Who looks: the demonstration's people, by what they stand for. */
export const CAST = {
  /** Has just registered. */
  fresh: 'demo-researcher',
  /** Is credentialed, and has signed the agreement of MIMIC-IV. */
  credentialed: 'demo-credentialed',
  /** Has handed in, and waits for the first look. */
  submitted: 'demo-lotte',
  /** Has a reference who was asked. */
  waiting: 'demo-ines',
  /** Got it back with a comment. */
  returned: 'demo-omar',
  /** Withdraws in a test of its own; nobody else looks as this person. */
  leaving: 'demo-tariq',
  reviewer: 'demo-reviewer',
  administrator: 'demo-admin',
} as const;

export type Who = keyof typeof CAST | 'visitor';

export interface RoutePage {
  /** Where `{…}` stands, an id is put in when the test runs. */
  path: string;
  /** As whom it is looked at when it is loaded. The first one also sees it while it loads, and out of reach. */
  as: readonly [Who, ...Who[]];
  /** Nothing on it is asked of the server but who this is and what the installation is. */
  isStatic?: true;
  /** No page of a release has this address; the server answers 404 with the page, which says so. */
  isMissing?: true;
  /** The requests that it cannot do without, where they are others than those of a page about something. */
  asks?: RegExp;
  /** A part of its heading, once it is there. */
  heading: string | RegExp;
}

const signedIn = { as: ['fresh', 'credentialed'] } as const;
const wizard = { as: ['returned', 'submitted'] } as const;
const staff = { as: ['reviewer', 'administrator'] } as const;
const anyone = { as: ['visitor', 'credentialed'] } as const;

/** By the name of the route in `src/route.rs`. */
export const ROUTES: Record<string, RoutePage> = {
  Home: { path: '/', heading: 'Access to credentialed research data', ...anyone },
  Datasets: { path: '/datasets', heading: 'Datasets', as: ['visitor', 'fresh', 'credentialed'] },
  Dataset: { path: '/datasets/mimiciv', heading: 'MIMIC-IV', as: ['visitor', 'fresh', 'submitted', 'credentialed'] },
  DatasetAgreement: { path: '/datasets/mimiciv/agreement', heading: /agreement/, as: ['visitor', 'fresh', 'credentialed'] },
  HowTo: { path: '/datasets/mimiciv/access/big_query', heading: 'BigQuery', ...anyone },
  // It names the texts that are in force, which the installation says.
  Register: { path: '/register', heading: 'Create an account', asks: /\/api\/v1\/site$/, as: ['visitor'] },
  Verify: { path: '/verify', heading: 'Confirm your e-mail address', isStatic: true, as: ['visitor'] },
  SignIn: { path: '/sign-in', heading: 'Sign in', ...anyone },
  SecondFactor: { path: '/sign-in/second-factor', heading: 'Enter your sign-in code', isStatic: true, as: ['visitor'] },
  SecondFactorSetup: { path: '/sign-in/second-factor/set-up', heading: 'Set up sign-in codes', isStatic: true, ...anyone },
  Reset: { path: '/reset', heading: 'Reset your passphrase', isStatic: true, as: ['visitor'] },
  ResetComplete: { path: '/reset/complete', heading: 'Choose a new passphrase', isStatic: true, as: ['visitor'] },
  Apply: { path: '/apply', heading: 'Apply for credentialing', as: ['fresh', 'submitted', 'returned', 'credentialed'] },
  ApplyAboutYou: { path: '/apply/about-you', heading: 'About you', ...wizard },
  ApplyAffiliation: { path: '/apply/affiliation', heading: 'Your affiliation', ...wizard },
  ApplyResearch: { path: '/apply/research', heading: 'Your research', ...wizard },
  ApplyReference: { path: '/apply/reference', heading: 'Your reference', ...wizard },
  ApplyTraining: { path: '/apply/training', heading: 'Your training', as: ['returned', 'fresh'] },
  ApplyCheck: { path: '/apply/check', heading: 'Check your answers', ...wizard },
  ApplySubmitted: { path: '/apply/submitted', heading: /[Ss]ubmitted/, as: ['submitted', 'returned'] },
  Dashboard: { path: '/dashboard', heading: 'Your overview', as: ['fresh', 'waiting', 'returned', 'credentialed'] },
  Application: { path: '/application/{application}', heading: 'Your application', as: ['waiting', 'returned', 'credentialed'] },
  Trainings: { path: '/training', heading: 'Training', as: ['fresh', 'submitted', 'credentialed'] },
  Receipts: { path: '/receipts', heading: 'Check a receipt', asks: /accede-keys\.json$/, ...anyone },
  Agreements: { path: '/agreements', heading: 'Agreements', ...signedIn },
  CloudAccounts: { path: '/cloud', heading: 'Cloud accounts', ...signedIn },
  CloudVerify: { path: '/cloud/verify', heading: 'Confirm your cloud address', isStatic: true, as: ['visitor'] },
  Account: { path: '/account', heading: 'Profile', ...signedIn },
  AccountEmails: { path: '/account/emails', heading: 'E-mail addresses', ...signedIn },
  AccountOrcid: { path: '/account/orcid', heading: 'ORCID iD', ...signedIn },
  AccountSecurity: { path: '/account/security', heading: 'Security', as: ['fresh', 'reviewer'] },
  AccountSessions: { path: '/account/sessions', heading: 'Sessions', ...signedIn },
  AccountTokens: { path: '/account/tokens', heading: 'Access tokens', ...signedIn },
  AccountData: { path: '/account/data', heading: 'Your data', isStatic: true, ...signedIn },
  AcceptTexts: { path: '/account/texts', heading: 'Please read what is new', ...signedIn },
  Vouching: { path: '/vouching', heading: 'People who named you as a reference', as: ['fresh', 'credentialed', 'visitor'] },
  ReferenceAnswer: { path: '/reference', heading: 'Answer as a reference', isStatic: true, as: ['visitor'] },
  Review: { path: '/review', heading: 'Applications to review', ...staff },
  Case: { path: '/review/applications/{case}', heading: /CR-/, ...staff },
  ReviewTrainings: { path: '/review/trainings', heading: 'Trainings to review', ...staff },
  TrainingCase: { path: '/review/trainings/{training}', heading: ':', ...staff },
  ReviewReferences: { path: '/review/references', heading: 'References not answered', ...staff },
  ReviewBulk: { path: '/review/bulk', heading: 'Decide on many applications', asks: /\/api\/v1\/review\/templates$/, ...staff },
  ReviewStatistics: { path: '/review/statistics', heading: 'Statistics of the review', ...staff },
  ReviewTemplates: { path: '/review/templates', heading: 'Texts of decisions', as: ['administrator'] },
  ReviewTemplate: { path: '/review/templates/frivolous', heading: 'Frivolous', as: ['administrator'] },
  Mailbox: { path: '/demo/mailbox', heading: 'Mailbox of the demonstration', ...anyone },
  Mail: { path: '/demo/mailbox/{mail}', heading: /./, as: ['visitor'] },
  Privacy: { path: '/privacy', heading: 'Privacy notice', as: ['visitor'] },
  Terms: { path: '/terms', heading: 'Terms of use', as: ['visitor'] },
  Accessibility: { path: '/accessibility', heading: 'Accessibility statement', as: ['visitor'] },
  // The gallery is in no build that is shipped (gallery.spec.ts looks at it).
  Gallery: { path: '/gallery', heading: 'Page not found', isStatic: true, isMissing: true, as: ['visitor'] },
  NotFound: { path: '/not-found', heading: 'Page not found', isStatic: true, isMissing: true, as: ['visitor', 'fresh'] },
};

/** The names of the routes, and for whom each is, as the page itself has them. */
export function routesOfThePage(): { names: string[]; signedIn: string[]; staff: string[] } {
  const source = readFileSync(new URL('../../src/route.rs', import.meta.url), 'utf8');
  const fixed = [...between(source, 'pages! {', '\n}\n').matchAll(/^ {4}(\w+) = "/gm)];
  const varying = [...between(source, '$($(#[$doc])* $name,)*', '\n        }\n').matchAll(/^ {12}(\w+)(?:\(|,)/gm)];
  const audience = between(source, 'match self {\n            Self::Review\n', '_ => Audience::Anyone');
  const [ofStaff = '', ofSignedIn = ''] = `Self::Review ${audience}`.split(/=>[^=]*?Audience::Staff/);
  const named = (text: string) => [...text.matchAll(/Self::(\w+)/g)].map(([, name]) => name!);
  return {
    names: [...fixed, ...varying].map(([, name]) => name!),
    signedIn: named(ofSignedIn),
    staff: named(ofStaff),
  };
}

function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from);
  const end = text.indexOf(to, start + from.length);
  if (start === -1 || end === -1) {
    throw new Error(`src/route.rs has no part from ${from} to ${to}`);
  }
  return text.slice(start + from.length, end);
}
