package cost

// TimingsForTest are measurements that nobody made.
var TimingsForTest = timings
