using System.Net;
using PixelGpt.IO;
using PixelGpt.IO.Web;

namespace PixelGpt.Evaluation.Features.Weights;

/// <summary>
/// The weights of networks that are not trained here: files in a folder, under their official names. A file is in its place only
/// when it is whole and its SHA-256 begins as its name says.
/// </summary>
/// <param name="folder">The folder.</param>
public sealed class WeightsStore(string folder)
{
    /// <summary>Where weights are unless told otherwise: <c>weights</c> in <see cref="CacheFolder"/>.</summary>
    public static WeightsStore Default => new(Path.Combine(CacheFolder.Find(), "weights"));

    /// <summary>How downloads are patient.</summary>
    internal DownloadOptions Download { get; init; } = new();

    /// <summary>Where a network's weights are, or would be.</summary>
    public string PathOf(FeatureNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Path.Combine(folder, network.WeightsFile);
    }

    /// <summary>The file of a network's weights, which has been read and found right.</summary>
    /// <exception cref="InputException">It is not there, or not what its name says; the message says how to mend it.</exception>
    public string Find(FeatureNetwork network)
    {
        string path = PathOf(network);
        if (!File.Exists(path)) throw new InputException($"the weights of the network ({network.Name}, {network.WeightsFile}) are not here: 'pixelgpt weights pull {network.Name}' gets them; {ByHand(network)}");
        return Fault(network, path) is { } fault ? throw new InputException($"{path}: {fault}; 'pixelgpt weights pull {network.Name}' gets it anew") : path;
    }

    /// <summary>Fetches a network's weights, if they are not here yet.</summary>
    /// <param name="network">Whose.</param>
    /// <param name="from">Another address of the same file, such as a mirror's; null for the official one.</param>
    /// <param name="progress">Told how far it is; may be null.</param>
    /// <param name="cancellationToken">Stops at once; what came stays, and the next pull goes on from there.</param>
    /// <returns>Whether anything had to be fetched.</returns>
    /// <exception cref="InputException">The address is neither https nor on this machine.</exception>
    /// <exception cref="FailureException">The file did not come, or is not the right one; nothing is in its place then.</exception>
    public async Task<bool> PullAsync(FeatureNetwork network, Uri? from = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        Uri address = from ?? network.Address;
        if (!SafeUri.IsSafe(address)) throw new InputException($"'{SafeUri.WithoutUserInfo(address)}': weights are fetched by https:// only (http:// from this machine itself), and without a password in the address");
        string path = PathOf(network), part = path + ".part";
        if (File.Exists(path) && Fault(network, path) is null) return false;
        using var client = new HttpFetcher(useProxy: !address.IsLoopback, DecompressionMethods.None);
        var download = new FileDownload(client, Download);
        try
        {
            bool wasResumed = File.Exists(part);
            await download.FetchAsync(address, part, Report, cancellationToken).ConfigureAwait(false);
            if (wasResumed && Fault(network, part) is not null)
            {
                // The beginning may have been of another file.
                FileDownload.Delete(part);
                await download.FetchAsync(address, part, Report, cancellationToken).ConfigureAwait(false);
            }

            if (Fault(network, part) is { } fault)
            {
                FileDownload.Delete(part);
                throw new FailureException($"what came from {address} is not {network.WeightsFile}: {fault}; it was thrown away");
            }

            File.Move(part, path, overwrite: true);
            FileDownload.Delete(part);
            return true;
        }
        catch (FailureException e)
        {
            throw new FailureException($"{network.WeightsFile}: {e.Message}; {ByHand(network)}", e);
        }

        void Report(DownloadProgress now) => progress?.Report(now);
    }

    /// <summary>Takes in a file that was fetched by other means, whatever its name: its SHA-256 says what it is.</summary>
    /// <param name="file">The file; it is copied.</param>
    /// <param name="networks">Whose weights it may be.</param>
    /// <returns>Whose it is.</returns>
    /// <exception cref="InputException">There is no such file, or it is none of those.</exception>
    public FeatureNetwork Import(string file, IReadOnlyList<FeatureNetwork> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        if (!File.Exists(file)) throw new InputException($"{file}: no such file");
        string sum = InputFile.Sha256(file);
        FeatureNetwork network = networks.FirstOrDefault(n => sum.StartsWith(n.Sha256Prefix, StringComparison.Ordinal)) ?? throw new InputException(
            $"{file}: its SHA-256 begins with {sum[..8]}, which is that of no known weights ({string.Join(", ", networks.Select(n => $"{n.Name} {n.Sha256Prefix}"))}): it is another file, or damaged");
        if (Path.GetFullPath(file) == Path.GetFullPath(PathOf(network))) return network;
        AtomicFile.Write(PathOf(network), stream =>
        {
            using FileStream source = File.OpenRead(file);
            source.CopyTo(stream);
        });
        return network;
    }

    private string ByHand(FeatureNetwork network) =>
        $"without network, fetch {network.Address} elsewhere and give it to 'pixelgpt weights import FILE', which puts it at {PathOf(network)}";

    /// <summary>What is wrong with a file, or null.</summary>
    private static string? Fault(FeatureNetwork network, string path)
    {
        string sum = InputFile.Sha256(path);
        return sum.StartsWith(network.Sha256Prefix, StringComparison.Ordinal) ? null : $"its SHA-256 begins with {sum[..8]} where {network.Sha256Prefix} is due";
    }
}
