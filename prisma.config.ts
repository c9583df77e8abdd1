import { defineConfig } from 'prisma/config'

// The tool looks for this file at the top of the project and wants it as a default export.
// biome-ignore lint/style/noDefaultExport: the contract of prisma.config.ts
export default defineConfig({
  schema: 'schema/schema.prisma',
  migrations: { path: 'schema/migrations' },
})
