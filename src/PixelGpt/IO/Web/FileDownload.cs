using System.Net;
using System.Net.Http.Headers;

namespace PixelGpt.IO.Web;

/// <summary>
/// Downloads a file to <c>NAME.part</c>. An interrupted download resumes, also in a later process, if the server supports
/// range requests (RFC 9110 §14) and the file is unchanged according to its ETag or date, which are stored in
/// <c>NAME.part.etag</c>. Otherwise it starts again.
/// </summary>
internal sealed class FileDownload(HttpFetcher client, DownloadOptions options)
{
    private readonly RetryPolicy _retry = new(options.TimeProvider);

    /// <summary>Downloads the file, retrying as long as attempts receive bytes.</summary>
    /// <param name="uri">Address of the file.</param>
    /// <param name="part">Path to download to.</param>
    /// <param name="report">Receives the progress.</param>
    /// <param name="cancellationToken">Cancels the download; received bytes are not deleted.</param>
    /// <exception cref="FailureException">The download failed; received bytes are not deleted.</exception>
    public async Task FetchAsync(Uri uri, string part, Action<DownloadProgress> report, CancellationToken cancellationToken)
    {
        bool everAnswered = false;
        for (int attempts = 1; ; attempts++)
        {
            Attempt attempt = new(uri, part, report);
            bool isWhole = await TryAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (isWhole) return;
            cancellationToken.ThrowIfCancellationRequested();
            everAnswered |= attempt.Answered;
            if (attempt.Received > 0) attempts = 1;

            // Without a network connection, retrying would only delay the error message.
            if (!everAnswered && attempt.IsUnreachable) throw new FailureException($"{uri.Authority} cannot be reached: {attempt.Problem}");
            if (attempts >= options.MaxAttempts) throw new FailureException($"{uri.Authority} sent no data in {attempts} attempts; last error: {attempt.Problem}");
            if (attempt.RetryAfter > RetryPolicy.MaxRetryAfter) throw new FailureException($"{uri.Authority} asks to retry after {attempt.RetryAfter.Value.TotalMinutes:0} minutes: {attempt.Problem}");
            TimeSpan wait = _retry.GetDelay(attempts, attempt.RetryAfter);
            report(new DownloadProgress(LengthOf(part), null, 0, $"{attempt.Problem}; retrying in {wait.TotalSeconds:0.#} s"));
            await Task.Delay(wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes a partial download.</summary>
    public static void Delete(string part)
    {
        File.Delete(part);
        File.Delete(ValidatorOf(part));
    }

    private static string ValidatorOf(string part) => part + ".etag";

    private static long LengthOf(string part) => File.Exists(part) ? new FileInfo(part).Length : 0;

    /// <summary>Makes one attempt. Returns false if another attempt may succeed; <see cref="Attempt.Problem"/> is then the reason.</summary>
    private async Task<bool> TryAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        using var idle = new CancellationTokenSource(options.IdleTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
        using FileStream file = Open(attempt.Part);
        try
        {
            RangeConditionHeaderValue? validator = ReadValidator(attempt.Part);
            using HttpResponseMessage response = await client.GetAsync(attempt.Uri, attempt.Uri.Authority, Prepare, either.Token).ConfigureAwait(false);
            attempt.Answered = true;
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // Either the file is complete already, or it became shorter on the server.
                if (response.Content.Headers.ContentRange?.Length == file.Length) return true;
                file.SetLength(0);
                attempt.Problem = "the file on the server changed";
                return false;
            }

            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            {
                attempt.Problem = $"HTTP {(int)response.StatusCode} {Excerpt.Of(response.ReasonPhrase, 100)}";
                if (!RetryPolicy.IsTransient(response.StatusCode)) throw new FailureException($"{response.RequestMessage!.RequestUri!.Authority} returned {attempt.Problem} for {attempt.Uri}");
                attempt.RetryAfter = _retry.GetRetryAfter(response);
                return false;
            }

            return await ReceiveAsync(attempt, response, file, idle, either.Token).ConfigureAwait(false);

            void Prepare(HttpRequestMessage request)
            {
                options.Prepare?.Invoke(request);
                if (file.Length == 0) return;
                request.Headers.Range = new RangeHeaderValue(file.Length, null);
                request.Headers.IfRange = validator;
            }
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            attempt.Problem = $"no data received for {options.IdleTimeout.TotalSeconds:0.#} s";
            return false;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            attempt.Problem = Excerpt.Of(e.GetBaseException().Message, 300).TrimEnd('.');
            attempt.IsUnreachable = e is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
            };
            return false;
        }
    }

    private async Task<bool> ReceiveAsync(Attempt attempt, HttpResponseMessage response, FileStream file, CancellationTokenSource idle, CancellationToken cancellationToken)
    {
        ContentRangeHeaderValue? range = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange : null;
        if (range is null || range.From != file.Length)
        {
            // The server sends the whole file, or a range that was not requested.
            file.SetLength(0);
            attempt.Problem = "the server sent a range that was not requested";
            if (response.StatusCode == HttpStatusCode.PartialContent) return false;
            WriteValidator(attempt.Part, response);
        }

        long resumed = file.Length;
        long? total = range?.Length ?? response.Content.Headers.ContentLength;
        file.Position = resumed;
        if (total > options.MaxBytes) throw new FailureException($"{attempt.Uri}: the file of {total} bytes exceeds the limit of {options.MaxBytes} bytes");
        attempt.Report(new DownloadProgress(resumed, total, resumed));
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 17];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            Write(file, attempt.Part, buffer.AsSpan(0, read));
            attempt.Received += read;
            idle.CancelAfter(options.IdleTimeout);
            if (file.Position > options.MaxBytes) throw new FailureException($"{attempt.Uri}: the download exceeds the limit of {options.MaxBytes} bytes");
            attempt.Report(new DownloadProgress(file.Position, total, resumed));
        }

        file.Flush(flushToDisk: true);
        attempt.Problem = $"the connection was closed after {file.Position} of {total} bytes";
        return total is null || file.Position == total;
    }

    private static FileStream Open(string part)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(part)!);
            return new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{part}: could not be written, or another download is writing it: {e.Message}", e);
        }
    }

    private static void Write(FileStream file, string part, ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Write(bytes);
        }
        catch (IOException e)
        {
            throw new FailureException($"{part}: could not be written: {e.Message}", e);
        }
    }

    private static RangeConditionHeaderValue? ReadValidator(string part) =>
        File.Exists(ValidatorOf(part)) && RangeConditionHeaderValue.TryParse(File.ReadAllText(ValidatorOf(part)), out RangeConditionHeaderValue? value) ? value : null;

    private static void WriteValidator(string part, HttpResponseMessage response)
    {
        string? validator = response.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : response.Content.Headers.LastModified?.ToString("R");
        // A weak ETag does not guarantee identical bytes.
        if (validator is null) File.Delete(ValidatorOf(part));
        else File.WriteAllText(ValidatorOf(part), validator);
    }

    /// <summary>One attempt and its outcome.</summary>
    private sealed class Attempt(Uri uri, string part, Action<DownloadProgress> report)
    {
        public Uri Uri { get; } = uri;

        public string Part { get; } = part;

        public Action<DownloadProgress> Report { get; } = report;

        public bool Answered { get; set; }

        public bool IsUnreachable { get; set; }

        public long Received { get; set; }

        public string Problem { get; set; } = "";

        public TimeSpan? RetryAfter { get; set; }
    }
}
