// Lets a plain Node process of a test run the sources: `node -r <this file> entry.ts`.
const { transformFileSync } = require('@swc/core')

require.extensions['.ts'] = (module, file) => {
  const { code } = transformFileSync(file, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'commonjs' },
  })
  module._compile(code, file)
}
