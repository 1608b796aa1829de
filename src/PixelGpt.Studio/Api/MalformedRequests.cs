using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PixelGpt.Studio.Api;

/// <summary>
/// Adds problem details to the responses to requests that are not valid HTTP. Kestrel writes these responses, without a body, before the
/// application sees the request; it announces them with the diagnostic event <see cref="EventName"/>.
/// </summary>
internal sealed class MalformedRequests : IObserver<KeyValuePair<string, object?>>
{
    private const string EventName = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <summary>Starts to receive the events of Kestrel.</summary>
    public static void Observe(DiagnosticListener listener) => listener.Subscribe(new MalformedRequests(), name => name == EventName);

    /// <summary>Adds the problem details to a connection delegate.</summary>
    public static ConnectionDelegate AddDetails(ConnectionDelegate next) => async connection =>
    {
        var output = new MalformedRequestWriter(connection.Transport.Output);
        connection.Features.Set(output);
        connection.Transport = new DuplexTransport(connection.Transport.Input, output);
        await next(connection);
    };

    /// <inheritdoc/>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is IFeatureCollection features && features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException error)
            features.Get<MalformedRequestWriter>()?.ReplaceNext(error.StatusCode, Describe(error));
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    private static string Describe(BadHttpRequestException error) => error.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => "the request did not arrive in time; send it at once",
        StatusCodes.Status414UriTooLong => "the path and query are too long; send the values in the request body",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "the request headers are too long, or too many; remove headers or cookies",
        StatusCodes.Status505HttpVersionNotsupported => "this version of HTTP is not supported; use HTTP/1.1",
        _ => "the request is not valid HTTP/1.1; check its first line and headers, and the program or proxy that sends it",
    };
}
