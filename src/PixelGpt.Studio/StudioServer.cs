using System.Diagnostics;
using System.Diagnostics.Metrics;
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
using PixelGpt.Studio.Api.Description;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Datasets;
using PixelGpt.Studio.Editing;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Metrics;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Page;
using PixelGpt.Studio.Security;
using PixelGpt.Studio.Training;
using PixelGpt.Studio.Watching;

namespace PixelGpt.Studio;

/// <summary>A web server with the studio's page and HTTP API. It runs until it is disposed of.</summary>
public sealed class StudioServer : IAsyncDisposable
{
    private const long MaxBodyBytes = 4 << 20;

    /// <summary>More than the limits of <see cref="RequestGuard"/>, whose errors have problem details.</summary>
    private const int MaxTargetBytes = 64 << 10;

    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long responses may continue when the studio closes. Without a limit, a client that does not read would block closing.</summary>
    private static readonly TimeSpan ClosingGrace = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;

    private StudioServer(WebApplication app) => _app = app;

    /// <summary>The address of the page, with the port that is used.</summary>
    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>The address of <c>/health</c> and <c>/metrics</c> if <see cref="StudioOptions.ManagementPort"/> is set; otherwise null.</summary>
    public Uri? ManagementAddress { get; private set; }

    /// <summary>Starts a studio.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The running studio.</returns>
    /// <exception cref="InputException">An option is invalid, or the address and port cannot be listened on.</exception>
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
            throw new InputException($"could not listen on {options.Address} port {options.Port}: {e.GetBaseException().Message}; use another --port, or 0 for any free port", e);
        }

        string[] addresses = [.. server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        server.Address = new Uri(addresses[0]);
        if (options.ManagementPort is not null) server.ManagementAddress = new Uri(addresses[1]);
        return server;
    }

    /// <summary>Runs until <paramref name="stop"/> is cancelled, then finishes running completions for at most <see cref="StudioOptions.DrainPeriod"/>, and closes the studio.</summary>
    /// <param name="stop">Cancelled to close the studio.</param>
    /// <returns>A task that completes when the studio is closed.</returns>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            await _app.Services.GetRequiredService<Draining>().RunAsync();
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
        // An empty builder reads no settings from environment variables or files: they could open a second endpoint without a key.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "PixelGpt.Studio", ContentRootPath = AppContext.BaseDirectory });
        var limiter = new ConnectionLimiter(options);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxRequestLineSize = MaxTargetBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxTargetBytes;
            kestrel.Limits.MaxRequestBufferSize = 2 * MaxTargetBytes;
            kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
            kestrel.Limits.KeepAliveTimeout = KeepAliveTimeout;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(1024, TimeSpan.FromSeconds(5));
            kestrel.Limits.MinResponseDataRate = new MinDataRate(100, TimeSpan.FromSeconds(20));
            kestrel.Listen(options.Address, options.Port, endpoint => endpoint.Use(limiter.Limit).Use(MalformedRequests.AddDetails));
            if (options.ManagementPort is { } management) kestrel.Listen(options.Address, management, endpoint => endpoint.Use(ManagementEndpoint.Mark).Use(MalformedRequests.AddDetails));
        });

        StudioLogging.Add(builder.Logging, options);
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            StudioJson.Configure(json.SerializerOptions);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, StudioJson.Default);
        });
        builder.Services.AddSingleton(limiter);
        AddServices(builder.Services, options);
        StudioTelemetry.Add(builder.Services, options);
        WebApplication app = builder.Build();
        MalformedRequests.Observe(app.Services.GetRequiredService<DiagnosticListener>());
        RequestIds.Use(app, options);
        ProxySupport.Use(app, options);
        UseMiddleware(app);
        MapEndpoints(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, StudioOptions options)
    {
        services.AddSingleton(options);
        services.AddMetrics();
        services.AddSingleton<HostFilter>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<KeyAttempts>();
        services.AddSingleton<RequestGuard>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<Draining>();
        services.AddSingleton(new ModelFolders(options.Models));
        services.AddSingleton<ModelStore>();
        services.AddSingleton<ModelCatalog>();
        services.AddSingleton<DatasetFolders>();
        services.AddSingleton<DatasetCache>();
        services.AddSingleton(provider =>
        {
            ModelStore models = provider.GetRequiredService<ModelStore>();
            return new StudioMetrics(provider.GetRequiredService<IMeterFactory>(), () => models.Waiting, () => models.Active);
        });
        services.AddSingleton<PrometheusText>();
        services.AddSingleton<ModelRunner>();
        services.AddSingleton<PictureWork>();
        services.AddSingleton<CompletionService>();
        services.AddSingleton<UploadedDatasets>();
        services.AddSingleton<Trash>();
        services.AddSingleton<Drawings>();
        services.AddSingleton<EditorConnections>();
        services.AddSingleton<WatchLog>();
        if (options.Watch.Folders.Count > 0) services.AddHostedService<FolderWatcher>();
        services.AddSingleton<LiveRunFile>();
        services.AddSingleton<TrainingQueue>();
        if (options.ResumeTrainings) services.AddHostedService<TrainingResumption>();
        services.AddSingleton<EvaluationQueue>();
        services.AddSingleton<FolderChanges>();
        services.AddSingleton<RunCatalog>();
        services.AddSingleton<RunFollower>();
        services.AddStudioOpenApi();
    }

    private static void UseMiddleware(WebApplication app)
    {
        RequestGuard guard = app.Services.GetRequiredService<RequestGuard>();
        AuditLog audit = app.Services.GetRequiredService<AuditLog>();
        Draining draining = app.Services.GetRequiredService<Draining>();
        StudioMetrics metrics = app.Services.GetRequiredService<StudioMetrics>();
        ConnectionLimiter limiter = app.Services.GetRequiredService<ConnectionLimiter>();
        bool hasManagement = app.Services.GetRequiredService<StudioOptions>().ManagementPort is not null;
        TimeProvider clock = app.Services.GetRequiredService<StudioOptions>().TimeProvider;
        CancellationToken stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("PixelGpt.Studio");

        // The listener must exist before the first measurement, not only at the first request for /metrics.
        app.Services.GetRequiredService<PrometheusText>().AddEmpty(StudioMetrics.CompletionDuration);
        app.Services.GetRequiredService<TrainingQueue>();
        metrics.AddZeros();
        app.Use(async (context, next) =>
        {
            long start = Stopwatch.GetTimestamp();
            limiter.RecordRequest(context.Features);
            SecurityHeaders.Set(context);
            using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
            using CancellationTokenRegistration abort = grace.Token.Register(context.Abort), closing = stopping.Register(() => grace.CancelAfter(ClosingGrace));
            await audit.InvokeAsync(context, audited => ProblemMiddleware.InvokeAsync(
                audited,
                async inner =>
                {
                    guard.Check(inner.Request);
                    RequestCharset.Check(inner);
                    if (hasManagement) ManagementEndpoint.Check(inner);
                    using IDisposable? place = RequestRole.IsCompletion(inner.Request) ? draining.Enter() : null;
                    await next(inner);
                },
                logger));
            if (context.Request.Path.StartsWithSegments("/api")) metrics.RecordResponse(context.Request.Method, RouteMetrics.RouteOf(context.GetEndpoint()), context.Response.StatusCode, Stopwatch.GetElapsedTime(start));
        });

        // Pings keep the connections of idle editors open, and end those whose editor is gone.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(30) });
        app.UseStatusCodePages(context => ProblemMiddleware.WriteStatusAsync(context.HttpContext, MaxBodyBytes));
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapGroup("").MapPage().MapMonitoring();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapGroup("/api/v1").MapModels().MapCompletions().MapProbabilities().MapImages().MapPalettes().MapDatasets().MapUploads().MapRuns().MapTrash().MapInfo().MapEditor().MapWatched();
        RouteMetrics.AddEmpty(app, app.Services.GetRequiredService<PrometheusText>());
    }
}
