using System.Net;
using System.Net.Http.Headers;

namespace PixelGpt.IO.Web;

/// <summary>
/// Fetches a file into <c>NAME.part</c>. What was cut goes on where it was, in this run or a later one, if the server gives parts
/// (RFC 9110 §14) and the file is still the same (its ETag or date, kept in <c>NAME.part.etag</c>); else it begins anew.
/// </summary>
internal sealed class FileDownload(HttpFetcher client, DownloadOptions options)
{
    private readonly WebRetry _retry = new(options.TimeProvider);

    /// <summary>Fetches, with as many tries as bring something.</summary>
    /// <param name="uri">The file.</param>
    /// <param name="part">Where to.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellationToken">Stops at once; what came stays.</param>
    /// <exception cref="FailureException">The file did not come; what came of it stays.</exception>
    public async Task FetchAsync(Uri uri, string part, Action<DownloadProgress> report, CancellationToken cancellationToken)
    {
        bool everAnswered = false;
        for (int tries = 1; ; tries++)
        {
            Attempt attempt = new(uri, part, report);
            bool isWhole = await TryAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (isWhole) return;
            cancellationToken.ThrowIfCancellationRequested();
            everAnswered |= attempt.Answered;
            if (attempt.Received > 0) tries = 1;

            // Who has no network should not have to wait to be told.
            if (!everAnswered && attempt.IsUnreachable) throw new FailureException($"{uri.Authority} cannot be reached ({attempt.Trouble})");
            if (tries >= options.MaxAttempts) throw new FailureException($"{uri.Authority} gave nothing more in {tries} tries; the last: {attempt.Trouble}");
            if (attempt.Asked > WebRetry.Patience) throw new FailureException($"{uri.Authority} asks to come back in {attempt.Asked.Value.TotalMinutes:0} minutes: {attempt.Trouble}");
            TimeSpan wait = _retry.Wait(tries, attempt.Asked);
            report(new DownloadProgress(LengthOf(part), null, 0, $"{attempt.Trouble}; again in {wait.TotalSeconds:0.#} s"));
            await Task.Delay(wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets what came.</summary>
    public static void Delete(string part)
    {
        File.Delete(part);
        File.Delete(ValidatorOf(part));
    }

    private static string ValidatorOf(string part) => part + ".etag";

    private static long LengthOf(string part) => File.Exists(part) ? new FileInfo(part).Length : 0;

    /// <summary>One try. False, and why, where another may help.</summary>
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
                // All of it is here already; or it has become shorter.
                if (response.Content.Headers.ContentRange?.Length == file.Length) return true;
                file.SetLength(0);
                attempt.Trouble = "the file there has changed";
                return false;
            }

            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            {
                attempt.Trouble = $"HTTP {(int)response.StatusCode} {Excerpt.Of(response.ReasonPhrase, 100)}";
                if (!WebRetry.IsPassing(response.StatusCode)) throw new FailureException($"{response.RequestMessage!.RequestUri!.Authority} answers {attempt.Trouble} to {attempt.Uri}");
                attempt.Asked = _retry.AskedBy(response);
                return false;
            }

            return await ReceiveAsync(attempt, response, file, idle, either.Token).ConfigureAwait(false);

            void Prepare(HttpRequestMessage request)
            {
                if (file.Length == 0) return;
                request.Headers.Range = new RangeHeaderValue(file.Length, null);
                request.Headers.IfRange = validator;
            }
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            attempt.Trouble = $"nothing came for {options.IdleTimeout.TotalSeconds:0.#} s";
            return false;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            attempt.Trouble = Excerpt.Of(e.GetBaseException().Message, 300).TrimEnd('.');
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
            // The whole file comes, or a part that was not asked for.
            file.SetLength(0);
            attempt.Trouble = "the server sent a part that was not asked for";
            if (response.StatusCode == HttpStatusCode.PartialContent) return false;
            WriteValidator(attempt.Part, response);
        }

        long resumed = file.Length;
        long? total = range?.Length ?? response.Content.Headers.ContentLength;
        file.Position = resumed;
        if (total > options.MaxBytes) throw new FailureException($"{attempt.Uri} is {total} bytes, more than the {options.MaxBytes} that are taken");
        attempt.Report(new DownloadProgress(resumed, total, resumed));
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 17];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            Write(file, attempt.Part, buffer.AsSpan(0, read));
            attempt.Received += read;
            idle.CancelAfter(options.IdleTimeout);
            if (file.Position > options.MaxBytes) throw new FailureException($"{attempt.Uri} gives more than the {options.MaxBytes} bytes that are taken");
            attempt.Report(new DownloadProgress(file.Position, total, resumed));
        }

        file.Flush(flushToDisk: true);
        attempt.Trouble = $"the connection ended after {file.Position} of {total} bytes";
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
            throw new FailureException($"{part} cannot be written, or another download is at it: {e.Message}", e);
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
            throw new FailureException($"{part} could not be written: {e.Message}", e);
        }
    }

    private static RangeConditionHeaderValue? ReadValidator(string part) =>
        File.Exists(ValidatorOf(part)) && RangeConditionHeaderValue.TryParse(File.ReadAllText(ValidatorOf(part)), out RangeConditionHeaderValue? value) ? value : null;

    /// <summary>A weak ETag says nothing of bytes.</summary>
    private static void WriteValidator(string part, HttpResponseMessage response)
    {
        string? validator = response.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : response.Content.Headers.LastModified?.ToString("R");
        if (validator is null) File.Delete(ValidatorOf(part));
        else File.WriteAllText(ValidatorOf(part), validator);
    }

    /// <summary>One try and what came of it.</summary>
    private sealed class Attempt(Uri uri, string part, Action<DownloadProgress> report)
    {
        public Uri Uri { get; } = uri;

        public string Part { get; } = part;

        public Action<DownloadProgress> Report { get; } = report;

        public bool Answered { get; set; }

        public bool IsUnreachable { get; set; }

        public long Received { get; set; }

        public string Trouble { get; set; } = "";

        public TimeSpan? Asked { get; set; }
    }
}
