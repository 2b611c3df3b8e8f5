module.exports = {
  mode: 'production',
  target: 'node',
  entry: './bundlers/app.mjs',
  output: { filename: 'webpack.cjs' },
  externals: [/^@commet\/node(\/|$)/].map((ours) => ({ request }, done) => (ours.test(request) ? done(null, `commonjs ${request}`) : done())),
};
