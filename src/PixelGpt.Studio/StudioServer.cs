using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelGpt.Studio.Api;
using PixelGpt.Studio.Metrics;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Page;
using PixelGpt.Studio.Security;
using PixelGpt.Studio.Training;

namespace PixelGpt.Studio;

/// <summary>The studio: its page and its API, on one address, until it is disposed of.</summary>
public sealed class StudioServer : IAsyncDisposable
{
    private const long MaxBodyBytes = 4 << 20;
    private const int MaxConnections = 1024;

    /// <summary>What a closing studio leaves answers under way; a client that does not read would keep it open otherwise.</summary>
    private static readonly TimeSpan ClosingGrace = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;

    private StudioServer(WebApplication app) => _app = app;

    /// <summary>Where it is, with the port it got.</summary>
    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Starts a studio.</summary>
    /// <param name="options">What it serves, and to whom.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="InputException">The port is taken, the address is not this machine's, or others could reach it without a key.</exception>
    public static async Task<StudioServer> StartAsync(StudioOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var server = new StudioServer(Build(options));
        try
        {
            await server._app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await server._app.DisposeAsync();
            throw new InputException($"could not listen on {options.Address} port {options.Port}: {e.GetBaseException().Message}; give another --port, or 0 for any free one", e);
        }

        string address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.Address = new Uri(address);
        return server;
    }

    /// <summary>Waits until it is to end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            await _app.StopAsync(CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(StudioOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "PixelGpt.Studio", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(1024, TimeSpan.FromSeconds(5));
            kestrel.Limits.MinResponseDataRate = new MinDataRate(100, TimeSpan.FromSeconds(20));
            kestrel.Listen(options.Address, options.Port);
        });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error);
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            StudioJson.Configured(json.SerializerOptions);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, StudioJson.Default);
        });
        AddServices(builder.Services, options);
        WebApplication app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, StudioOptions options)
    {
        services.AddSingleton(options);
        services.AddMetrics();
        services.AddSingleton<StudioAddress>();
        services.AddSingleton<RequestGuard>();
        services.AddSingleton(new ModelFolders(options.Models));
        services.AddSingleton<ModelStore>();
        services.AddSingleton<ModelCatalog>();
        services.AddSingleton<DataCache>();
        services.AddSingleton<StudioMetrics>();
        services.AddSingleton<PrometheusText>();
        services.AddSingleton<CompletionEndpoints>();
        services.AddSingleton<DatasetFolders>();
        services.AddSingleton<TrainingQueue>();
        services.AddSingleton<RunCatalog>();
        services.AddSingleton<RunFollower>();
        services.AddApiDescription();
    }

    private static void Map(WebApplication app)
    {
        RequestGuard guard = app.Services.GetRequiredService<RequestGuard>();
        PrometheusText prometheus = app.Services.GetRequiredService<PrometheusText>();
        StudioMetrics metrics = app.Services.GetRequiredService<StudioMetrics>();
        TimeProvider clock = app.Services.GetRequiredService<StudioOptions>().TimeProvider;
        CancellationToken stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("PixelGpt.Studio");
        app.Use(async (context, next) =>
        {
            SecurityHeaders.Set(context);
            using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
            using CancellationTokenRegistration abort = grace.Token.Register(context.Abort), closing = stopping.Register(() => grace.CancelAfter(ClosingGrace));
            await Problems.Catch(
                context,
                async inner =>
                {
                    guard.Check(inner.Request);
                    await next(inner);
                },
                logger);
            if (context.Request.Path.StartsWithSegments("/api")) metrics.Answered(context.Response.StatusCode);
        });
        app.UseStatusCodePages(context => Problems.WriteAsync(context.HttpContext, Problems.Of(new ApiException(context.HttpContext.Response.StatusCode, Words(context.HttpContext)))));
        app.MapPage();
        app.MapGet("/health/live", () => TypedResults.Text("alive")).ExcludeFromDescription();
        app.MapGet("/health/ready", (ModelFolders folders, IHostApplicationLifetime life) => life.ApplicationStopping.IsCancellationRequested
            ? throw new ApiException(StatusCodes.Status503ServiceUnavailable, "the studio is closing")
            : TypedResults.Text("ready")).ExcludeFromDescription();
        app.MapGet("/metrics", () => TypedResults.Text(prometheus.Write(), "text/plain; version=0.0.4")).ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json");
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapModels();
        CompletionEndpoints.Map(api);
        api.MapPictures();
        api.MapDatasets();
        api.MapRuns();
    }

    private static string Words(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"there is nothing at {Excerpt.Of(context.Request.Path.Value ?? "/")}; /openapi/v1.json lists what there is",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not possible here; /openapi/v1.json says what is",
        StatusCodes.Status415UnsupportedMediaType => "send JSON, with Content-Type: application/json",
        StatusCodes.Status413PayloadTooLarge => $"a request may have {MaxBodyBytes >> 20} MiB; send a smaller picture, or one at its own size",
        _ => "not possible",
    };
}
