using System.Net;
using System.Net.Http.Headers;

namespace PixelGpt.IO.Web;

/// <summary>
/// Sends HTTP GET requests. It follows redirects itself so that headers can be set for each server, and follows them only to
/// HTTPS addresses, or from this machine to itself.
/// </summary>
internal sealed class HttpFetcher : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly HttpClient _http;

    /// <summary>Creates a client without a timeout of its own; callers set theirs.</summary>
    /// <param name="useProxy">Whether to use the proxy that the environment names.</param>
    /// <param name="decompression">Accepted content encodings; none for range requests.</param>
    public HttpFetcher(bool useProxy, DecompressionMethods decompression)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = useProxy, AutomaticDecompression = decompression })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("PixelGpt", typeof(HttpFetcher).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>Sends a request and returns the response as soon as its headers have arrived. Redirects are followed; any other status is returned.</summary>
    /// <param name="uri">Address to request.</param>
    /// <param name="what">Description of the request in error messages.</param>
    /// <param name="prepare">Adds headers to each request.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="FailureException">There are too many redirects, or one leads to an unsafe address.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri uri, string what, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        for (int hop = 0; ; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            prepare(request);
            HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return response;
            response.Dispose();
            if (hop == MaxRedirects) throw new FailureException($"{what}: {uri.Authority} redirects more than {MaxRedirects} times");
            uri = SafeUri.ResolveRedirect(uri, location) ?? throw new FailureException(
                $"{what}: {uri.Authority} redirects from {uri.Scheme} to {Kind(location)}, which is not followed; only https redirects are, or http redirects on this machine");
        }
    }

    /// <summary>The scheme of an address. The rest is not shown because it may contain data of the request, such as a token.</summary>
    private static string Kind(Uri location) =>
        location.IsAbsoluteUri && location.Scheme is "http" or "https" or "ftp" or "file" ? location.Scheme : "an invalid address";

    public void Dispose() => _http.Dispose();
}
