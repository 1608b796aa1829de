using System.Net;
using System.Net.Http.Headers;

namespace PixelGpt.IO.Web;

/// <summary>
/// GET over HTTP, for all who fetch. Follows redirects itself, so that each request is prepared for the server that it goes to;
/// never from https to anything less, nor from this machine to another but by https.
/// </summary>
internal sealed class HttpFetcher : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly HttpClient _http;

    /// <summary>Makes a client without a time-out: callers have their own.</summary>
    /// <param name="useProxy">Whether to go through the proxy that the environment names.</param>
    /// <param name="decompression">How bodies may be packed on the way; none where parts of a file are asked for.</param>
    public HttpFetcher(bool useProxy, DecompressionMethods decompression)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = useProxy, AutomaticDecompression = decompression })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("PixelGpt", typeof(HttpFetcher).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>Asks, and returns when the headers are there; the answer may be any but a redirect.</summary>
    /// <param name="uri">What is asked for.</param>
    /// <param name="what">What that is, as errors name it.</param>
    /// <param name="prepare">Adds headers to each request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="FailureException">It redirects too often, or to where it is not followed.</exception>
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
            uri = SafeAddress.Follow(uri, location) ?? throw new FailureException(
                $"{what}: {uri.Authority} redirects from {uri.Scheme} to {Kind(location)}, which is not followed: only https is, and http on this machine");
        }
    }

    /// <summary>What an address is, told without a word of it: it might hold what was sent.</summary>
    private static string Kind(Uri location) =>
        location.IsAbsoluteUri && location.Scheme is "http" or "https" or "ftp" or "file" ? location.Scheme : "what is no address";

    public void Dispose() => _http.Dispose();
}
