/** Modules depend inward: process ← workflow ← workers; contracts ← everything. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or a third is missing.',
      severity: 'error',
      from: { pathNot: '^schema/generated/' },
      to: { circular: true },
    },
    {
      name: 'pure-process',
      comment: 'A process core is plain TypeScript: it runs in the workflow, the rehearsal and the property tests.',
      severity: 'error',
      from: { path: '^workflows/[^/]+/process\\.ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'deterministic-workflows',
      comment: 'Workflow code is replayed: nothing that touches the outside, the database or the log.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        path: '^(activities|api|calendar|client|cli|database|demo|bench|embedded|events|language|logging|portal|registers|schema/generated|workers)/|node_modules/(zod|pino|pg|@prisma)/',
      },
    },
    {
      name: 'no-node-in-workflows',
      comment: 'Node builtins do not exist in the workflow sandbox.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-activities-from-outside',
      comment: 'People and programs reach the outside through a process, never by calling an activity.',
      severity: 'error',
      from: { path: '^(api|portal|web|cli|client|demo|registers)/' },
      to: { path: '^activities/' },
    },
    {
      name: 'doors-go-through-the-client',
      comment: 'A door reaches processes and data by what client/ offers; it holds no rule and no statement of its own.',
      severity: 'error',
      from: { path: '^(api|portal|web)/' },
      to: { path: '^(activities|workers|database/(?!database\\.ts)|workflows/[^d])' },
    },
    {
      name: 'rooms-of-words',
      comment: 'Papers and letters share a language; neither needs the other.',
      severity: 'error',
      from: { path: '^(messages|language)/' },
      to: { path: '^(documents|activities|client|database|registers)/' },
    },
    {
      name: 'no-tests-in-production',
      comment: 'What only tests need lives with them.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-embedded-in-production',
      comment: 'The one-machine stack serves development, the demo and the operator commands of the CLI.',
      severity: 'error',
      from: { pathNot: '^(embedded|demo|bench|test)/|^cli/(session|commands/(doctor|clock|inbox))' },
      to: { path: '^embedded/' },
    },
    {
      name: 'declared-packages',
      comment: 'A package that is used is listed in package.json, development packages are used by tools and tests only.',
      severity: 'error',
      from: { pathNot: '^(test|scripts)/|^prisma\\.config\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.bitim[^/]*|samples|docs)/|^[^/]+\\.cjs$' },
    // Imports of types count like any other: TypeScript 7 offers tools no interface to tell them apart.
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default'] },
  },
}
