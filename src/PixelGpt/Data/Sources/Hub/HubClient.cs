using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PixelGpt.IO;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// Asks the dataset viewer, again where that may help: after 429, 5xx, time-outs and cut connections. Follows
/// redirects itself, for none may lead out of HTTPS, and the token goes to the endpoint's server only. Should a server
/// repeat the token, it is neither shown nor kept.
/// </summary>
internal sealed class HubClient : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly HubOptions _options;
    private readonly HubRetry _retry;
    private readonly HttpClient _http;

    /// <exception cref="InputException">The endpoint is neither HTTPS nor this machine.</exception>
    public HubClient(HubOptions options)
    {
        if (!SafeAddress.IsSafe(options.Endpoint)) throw new InputException($"{options.Endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}: the hub is asked over https only (plain http is for a server on this machine), and without a password in the address");
        _options = options;
        _retry = new HubRetry(options.TimeProvider);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !options.Endpoint.IsLoopback,
            AutomaticDecompression = DecompressionMethods.All,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // ours is by the options' clock
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("PixelGpt", typeof(HubClient).Assembly.GetName().Version?.ToString(3)));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
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

            if (asked > HubRetry.Patience)
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
            using HttpResponseMessage response = await FollowAsync(uri, what, either.Token).ConfigureAwait(false);
            ReadOnlyMemory<byte> body = await ReadAsync(response.Content, what, either.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return _options.Token is null || body.Span.IndexOf(Encoding.ASCII.GetBytes(_options.Token)) < 0
                    ? (new HubAnswer(body, HubAnswer.RevisionOf(response)), "", null)
                    : throw new FailureException($"{what}: the answer of {uri.Authority} repeats the access token, as no hub does; it was not kept");
            }

            string trouble = HubRefusal.Describe(response, body, _options.Token);
            return HubRetry.IsPassing(response.StatusCode)
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

    private async Task<HttpResponseMessage> FollowAsync(Uri uri, string what, CancellationToken cancellationToken)
    {
        for (int hop = 0; ; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            if (_options.Token is not null && SafeAddress.IsSameServer(uri, _options.Endpoint)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token);
            HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return response;
            response.Dispose();
            if (hop == MaxRedirects) throw new FailureException($"{what}: {uri.Authority} redirects more than {MaxRedirects} times");
            uri = SafeAddress.Follow(uri, location) ?? throw new FailureException(
                $"{what}: {uri.Authority} redirects from {uri.Scheme} to '{Excerpt.Of(HubRefusal.Redact(location.OriginalString, _options.Token), 100)}', which is not followed: only https is, and http on this machine");
        }
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
