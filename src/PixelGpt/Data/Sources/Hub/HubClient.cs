using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PixelGpt.IO.Web;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// Asks the dataset viewer, again where that may help: after 429, 5xx, time-outs and cut connections. The token goes to the
/// endpoint's server only, wherever that may redirect to; should a server repeat it, it is neither shown nor kept.
/// </summary>
internal sealed class HubClient : IDisposable
{
    private readonly HubOptions _options;
    private readonly WebRetry _retry;
    private readonly HttpFetcher _http;

    /// <exception cref="InputException">The endpoint is neither HTTPS nor this machine.</exception>
    public HubClient(HubOptions options)
    {
        if (!SafeAddress.IsSafe(options.Endpoint)) throw new InputException($"{SafeAddress.Shown(options.Endpoint)}: the hub is asked over https only (plain http is for a server on this machine), and without a password in the address");
        _options = options;
        _retry = new WebRetry(options.TimeProvider);
        _http = new HttpFetcher(useProxy: !options.Endpoint.IsLoopback, DecompressionMethods.All);
    }

    /// <summary>One answer of the viewer.</summary>
    /// <param name="query">What is asked, from the endpoint's base on, escaped.</param>
    /// <param name="what">What that is, as errors name it.</param>
    /// <param name="waiting">Told why there is a wait, and how long.</param>
    /// <param name="cancellationToken">Stops at once, in a wait too.</param>
    /// <exception cref="InputException">There is no such thing, or no leave to see it.</exception>
    /// <exception cref="FailureException">No good answer came.</exception>
    public async Task<HubAnswer> GetAsync(string query, string what, Action<string> waiting, CancellationToken cancellationToken)
    {
        var uri = new Uri($"{_options.Endpoint.AbsoluteUri.TrimEnd('/')}/{query}");
        long began = _options.TimeProvider.GetTimestamp();
        for (int tries = 1; ; tries++)
        {
            (HubAnswer? answer, string trouble, TimeSpan? asked) = await TryAsync(uri, what, cancellationToken).ConfigureAwait(false);
            if (answer is not null) return answer;
            cancellationToken.ThrowIfCancellationRequested();
            if (tries >= _options.MaxAttempts)
            {
                TimeSpan took = _options.TimeProvider.GetElapsedTime(began);
                throw new FailureException($"{what}: {uri.Authority} gave no good answer in {tries} tries over {took.TotalSeconds:0} s; the last: {trouble}");
            }

            if (asked > WebRetry.Patience)
                throw new FailureException($"{what}: {uri.Authority} asks to come back in {asked.Value.TotalMinutes:0} minutes: {trouble}");
            TimeSpan wait = _retry.Wait(tries, asked);
            waiting($"{trouble}; try {tries + 1} of {_options.MaxAttempts} in {wait.TotalSeconds:0.#} s");
            await Task.Delay(wait, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>One try: an answer, or what came in its place and may pass.</summary>
    private async Task<(HubAnswer? Answer, string Trouble, TimeSpan? Asked)> TryAsync(Uri uri, string what, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(uri, what, Prepare, either.Token).ConfigureAwait(false);
            ReadOnlyMemory<byte> body = await ReadAsync(response.Content, what, either.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                string? revision = HubAnswer.RevisionOf(response);
                return _options.Token is null || (body.Span.IndexOf(Encoding.ASCII.GetBytes(_options.Token)) < 0 && revision?.Contains(_options.Token, StringComparison.Ordinal) != true)
                    ? (new HubAnswer(body, revision), "", null)
                    : throw new FailureException($"{what}: the answer of {uri.Authority} repeats the access token, as no hub does; it was not kept");
            }

            string trouble = HubRefusal.Describe(response, body, _options.Token);
            return WebRetry.IsPassing(response.StatusCode)
                ? (null, trouble, _retry.AskedBy(response))
                : throw HubRefusal.Final(response.StatusCode, what, trouble, _options.Token is not null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (null, $"no whole answer within {_options.RequestTimeout.TotalSeconds:0.#} s", null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return (null, Excerpt.Of(HubRefusal.Redact(e.GetBaseException().Message, _options.Token), 300).TrimEnd('.'), null);
        }
    }

    private void Prepare(HttpRequestMessage request)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_options.Token is not null && SafeAddress.IsSameServer(request.RequestUri!, _options.Endpoint)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token);
    }

    // Counts what is unpacked, not what a header promises.
    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, string what, CancellationToken cancellationToken)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + read > _options.MaxResponseBytes)
                throw new FailureException($"{what}: the answer is larger than {_options.MaxResponseBytes} bytes, which no page of sprites is");
            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
