using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PixelGpt.Runs;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Metrics;

namespace PixelGpt.Studio;

/// <summary>Sends metrics and traces to an OpenTelemetry collector, with OTLP over HTTP.</summary>
internal static class StudioTelemetry
{
    private const string ServiceName = "pixelgpt-studio";

    private static readonly string[] Meters = [StudioMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Adds the exporters if there is an endpoint. What is not sent yet is sent when the studio closes.</summary>
    public static void Add(IServiceCollection services, StudioOptions options)
    {
        if (options.OtlpEndpoint is not { } endpoint) return;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService(ServiceName, serviceVersion: RunVersions.Current.Pixelgpt).AddTelemetrySdk())
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter(exporter => Configure(exporter, endpoint, "metrics")))
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation(requests => requests.Filter = context => IsTraced(context.Request.Path, options.PublicUrl)).AddOtlpExporter(exporter => Configure(exporter, endpoint, "traces")));
    }

    private static void Configure(OtlpExporterOptions exporter, Uri endpoint, string signal)
    {
        // The exporter does not add the path of the signal to an endpoint that is set here.
        exporter.Endpoint = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
    }

    /// <summary>Leaves out the requests of monitoring systems and for the files of the page.</summary>
    private static bool IsTraced(PathString path, Uri? publicUrl) =>
        (publicUrl?.AbsolutePath.TrimEnd('/') is { Length: > 0 } prefix && path.StartsWithSegments(prefix, out PathString rest) ? rest : path).StartsWithSegments("/api");
}
