using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PixelGpt.IO.Web;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// Sends requests to the dataset viewer and retries after HTTP 429, HTTP 5xx, timeouts and broken connections. The token is sent
/// only to the server of the endpoint, never to the target of a redirect to another server. It never appears in messages or files,
/// even if a server returns it.
/// </summary>
internal sealed class HubClient : IDisposable
{
    private readonly HubOptions _options;
    private readonly RetryPolicy _retry;
    private readonly HttpFetcher _http;
    private readonly HttpFetcher _files;
    private bool _isOffline;

    /// <summary>Creates a client.</summary>
    /// <exception cref="InputException">The endpoint is neither an HTTPS address nor on this machine.</exception>
    public HubClient(HubOptions options)
    {
        if (!SafeUri.IsSafe(options.Endpoint)) throw new InputException($"{SafeUri.WithoutUserInfo(options.Endpoint)}: the address of the hub must be https, or http on this machine, and must not contain a password");
        _options = options;
        _retry = new RetryPolicy(options.TimeProvider);
        _http = new HttpFetcher(useProxy: !options.Endpoint.IsLoopback, DecompressionMethods.All);
        _files = new HttpFetcher(useProxy: !options.FileEndpoint.IsLoopback, DecompressionMethods.None);
    }

    /// <summary>Sends one request.</summary>
    /// <param name="server">The base address.</param>
    /// <param name="query">Path and query relative to it, escaped.</param>
    /// <param name="what">Description of the request in error messages.</param>
    /// <param name="waiting">Receives the reason and length of each delay.</param>
    /// <param name="cancellationToken">Cancels the request, also during a delay.</param>
    /// <exception cref="InputException">The data set does not exist, or access is denied.</exception>
    /// <exception cref="FailureException">All attempts failed.</exception>
    public async Task<HubResponse> GetAsync(Uri server, string query, string what, Action<string> waiting, CancellationToken cancellationToken)
    {
        var uri = new Uri($"{server.AbsoluteUri.TrimEnd('/')}/{query}");
        long began = _options.TimeProvider.GetTimestamp();
        int maxAttempts = _isOffline ? 1 : _options.MaxAttempts;
        for (int attempts = 1; ; attempts++)
        {
            (HubResponse? response, string problem, TimeSpan? retryAfter) = await TryAsync(uri, what, cancellationToken).ConfigureAwait(false);
            if (response is not null)
            {
                _isOffline = false;
                return response;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (attempts >= maxAttempts)
            {
                TimeSpan took = _options.TimeProvider.GetElapsedTime(began);
                throw new FailureException($"{what}: {uri.Authority} failed in {attempts} {(attempts == 1 ? "attempt" : "attempts")} over {took.TotalSeconds:0} s; last error: {problem}");
            }

            if (retryAfter > RetryPolicy.MaxRetryAfter)
                throw new FailureException($"{what}: {uri.Authority} asks to retry after {retryAfter.Value.TotalMinutes:0} minutes: {problem}");
            TimeSpan wait = _retry.GetDelay(attempts, retryAfter);
            waiting($"{problem}; attempt {attempts + 1} of {maxAttempts} in {wait.TotalSeconds:0.#} s");
            await Task.Delay(wait, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Downloads a file; the path exists only after all of its bytes have arrived.</summary>
    /// <param name="address">Address of the file.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="report">Receives the progress.</param>
    /// <param name="cancellationToken">Cancels the download; received bytes are not deleted.</param>
    /// <exception cref="FailureException">The download failed, or the file exceeds <see cref="HubOptions.MaxFileBytes"/>.</exception>
    public async Task DownloadAsync(Uri address, string path, Action<DownloadProgress> report, CancellationToken cancellationToken)
    {
        var download = new FileDownload(_files, new DownloadOptions { MaxAttempts = _options.MaxAttempts, IdleTimeout = _options.RequestTimeout, MaxBytes = _options.MaxFileBytes, TimeProvider = _options.TimeProvider, Prepare = Authorize });
        string part = path + ".part";
        try
        {
            await download.FetchAsync(address, part, report, cancellationToken).ConfigureAwait(false);
        }
        catch (FailureException e)
        {
            throw new FailureException(HubErrors.Redact(e.Message, _options.Token), e);
        }

        File.Move(part, path, overwrite: true);
        FileDownload.Delete(part);
    }

    public void Dispose()
    {
        _http.Dispose();
        _files.Dispose();
    }

    /// <summary>Makes one attempt. Returns a response, or the reason why it failed if another attempt may succeed.</summary>
    private async Task<(HubResponse? Response, string Problem, TimeSpan? RetryAfter)> TryAsync(Uri uri, string what, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(uri, what, Prepare, either.Token).ConfigureAwait(false);
            ReadOnlyMemory<byte> body = await ReadAsync(response.Content, what, either.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                string? revision = HubResponse.RevisionOf(response);
                return _options.Token is null || (body.Span.IndexOf(Encoding.ASCII.GetBytes(_options.Token)) < 0 && revision?.Contains(_options.Token, StringComparison.Ordinal) != true)
                    ? (new HubResponse(body, revision), "", null)
                    : throw new FailureException($"{what}: the response of {uri.Authority} contains the access token; it was discarded");
            }

            string problem = HubErrors.Describe(response, body, _options.Token);
            return RetryPolicy.IsTransient(response.StatusCode)
                ? (null, problem, _retry.GetRetryAfter(response))
                : throw HubErrors.Final(response.StatusCode, what, problem, _options.Token is not null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (null, $"no complete response within {_options.RequestTimeout.TotalSeconds:0.#} s", null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            // After a server that could not be reached in any attempt, other servers get one attempt, so that a machine without network does not wait for each of them.
            _isOffline = e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError };
            return (null, Excerpt.Of(HubErrors.Redact(e.GetBaseException().Message, _options.Token), 300).TrimEnd('.'), null);
        }
    }

    private void Prepare(HttpRequestMessage request)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        Authorize(request);
    }

    /// <summary>Adds the token if the request is for one of the two servers of the hub.</summary>
    private void Authorize(HttpRequestMessage request)
    {
        bool isHub = SafeUri.IsSameServer(request.RequestUri!, _options.Endpoint) || SafeUri.IsSameServer(request.RequestUri!, _options.FileEndpoint);
        if (_options.Token is not null && isHub) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token);
    }

    // The limit applies to the decompressed bytes, not to the length that a header states.
    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, string what, CancellationToken cancellationToken)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + read > _options.MaxResponseBytes)
                throw new FailureException($"{what}: the response exceeds the limit of {_options.MaxResponseBytes} bytes");
            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
