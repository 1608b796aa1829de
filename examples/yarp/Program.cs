// A proxy in front of several studios. Routes, addresses and health checks are in appsettings.json; docs/operations.md describes them.
using Yarp.ReverseProxy.Health;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));

// A studio is gone when a tenth of its requests of the last five seconds failed; the next health check would notice it later.
builder.Services.Configure<TransportFailureRateHealthPolicyOptions>(options =>
    (options.MinimalTotalCountThreshold, options.DefaultFailureRateLimit, options.DetectionWindowSize) = (2, 0.1, TimeSpan.FromSeconds(5)));

WebApplication app = builder.Build();
app.MapReverseProxy();
await app.RunAsync();
