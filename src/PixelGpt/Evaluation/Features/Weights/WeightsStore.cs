using System.Net;
using PixelGpt.IO;
using PixelGpt.IO.Web;

namespace PixelGpt.Evaluation.Features.Weights;

/// <summary>
/// Stores the weights of pretrained networks in a folder, under their official file names.
/// A file appears there only after its SHA-256 has been checked. Files that PyTorch has downloaded are found too.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="torchHub">The folder with the files of PyTorch; null for none.</param>
internal sealed class WeightsStore(string folder, string? torchHub = null)
{
    /// <summary>The default store: <c>weights</c> in <see cref="CacheFolder"/>, and the files in <see cref="TorchHub"/>.</summary>
    public static WeightsStore Default => new(Path.Combine(CacheFolder.Find(), "weights"), TorchHub.Checkpoints());

    /// <summary>Timeouts and retries of downloads.</summary>
    internal DownloadOptions Download { get; init; } = new();

    /// <summary>Returns the path of a network's weights file, whether or not it exists.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The path.</returns>
    public string PathOf(DownloadedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Path.Combine(folder, network.WeightsFile);
    }

    /// <summary>Returns the path of a network's weights file in this store, or else that of PyTorch's file; null if there is neither. The SHA-256 is not checked.</summary>
    /// <param name="network">The network.</param>
    public string? Locate(DownloadedNetwork network)
    {
        string own = PathOf(network);
        if (File.Exists(own)) return own;
        return torchHub is not null && Path.Combine(torchHub, network.WeightsFile) is var other && File.Exists(other) ? other : null;
    }

    /// <summary>Finds a network's weights file and checks its SHA-256.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The path.</returns>
    /// <exception cref="InputException">The file is missing or damaged; the message describes how to get it.</exception>
    public string Find(DownloadedNetwork network)
    {
        if (Locate(network) is not { } path) throw new InputException($"the weights of the network {network.Name} ({network.WeightsFile}) are missing: run 'pixelgpt weights pull {network.Name}' to download them; {ManualSteps(network)}; --protocol resnet18 needs no download");
        return Fault(network, path) is { } fault ? throw new InputException($"{path}: {fault}; run 'pixelgpt weights pull {network.Name}' to download it again") : path;
    }

    /// <summary>Downloads a network's weights if they are missing or damaged. An interrupted download is resumed.</summary>
    /// <param name="network">The network.</param>
    /// <param name="from">Address of a mirror of the file; null for the official address.</param>
    /// <param name="progress">Receives the progress of the download; may be null.</param>
    /// <param name="cancellationToken">Cancellation token. The partial download is not deleted; the next call resumes it.</param>
    /// <returns>Whether a download was necessary.</returns>
    /// <exception cref="InputException">The address is neither https nor on this machine.</exception>
    /// <exception cref="FailureException">The download failed, or its SHA-256 is wrong; no file is stored then.</exception>
    public async Task<bool> PullAsync(DownloadedNetwork network, Uri? from = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        Uri address = from ?? network.Address;
        if (!SafeUri.IsSafe(address)) throw new InputException($"'{SafeUri.WithoutUserInfo(address)}': the address of weights must be https:// (or http:// on this machine) without a password");
        string path = PathOf(network), part = path + ".part";
        if (Locate(network) is { } present && Fault(network, present) is null) return false;
        using var client = new HttpFetcher(useProxy: !address.IsLoopback, DecompressionMethods.None);
        var download = new FileDownload(client, Download);
        try
        {
            bool wasResumed = File.Exists(part);
            await download.FetchAsync(address, part, Report, cancellationToken).ConfigureAwait(false);
            if (wasResumed && Fault(network, part) is not null)
            {
                // The partial file may have been of a different version.
                FileDownload.Delete(part);
                await download.FetchAsync(address, part, Report, cancellationToken).ConfigureAwait(false);
            }

            if (Fault(network, part) is { } fault)
            {
                FileDownload.Delete(part);
                throw new FailureException($"{address} is not {network.WeightsFile}: {fault}; the download was deleted");
            }

            File.Move(part, path, overwrite: true);
            FileDownload.Delete(part);
            return true;
        }
        catch (FailureException e)
        {
            throw new FailureException($"{network.WeightsFile}: {e.Message}; {ManualSteps(network)}", e);
        }

        void Report(DownloadProgress now) => progress?.Report(now);
    }

    /// <summary>Imports a weights file that was downloaded by other means. Its SHA-256 determines the network; its name is ignored.</summary>
    /// <param name="file">The file; it is copied.</param>
    /// <param name="networks">The networks whose weights are accepted.</param>
    /// <returns>The network that the weights belong to.</returns>
    /// <exception cref="InputException">The file does not exist or is not the weights of one of the networks.</exception>
    public DownloadedNetwork Import(string file, IReadOnlyList<DownloadedNetwork> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        if (!File.Exists(file)) throw new InputException($"{file}: no such file");
        string sum = InputFile.Sha256(file);
        DownloadedNetwork network = networks.FirstOrDefault(n => sum.StartsWith(n.Sha256Prefix, StringComparison.Ordinal)) ?? throw new InputException(
            $"{file}: its SHA-256 begins with {sum[..8]}, which matches no known weights ({string.Join(", ", networks.Select(n => $"{n.Name} {n.Sha256Prefix}"))}); the file is damaged or a different one");
        if (Path.GetFullPath(file) == Path.GetFullPath(PathOf(network))) return network;
        AtomicFile.Write(PathOf(network), stream =>
        {
            using FileStream source = File.OpenRead(file);
            source.CopyTo(stream);
        });
        return network;
    }

    private string ManualSteps(DownloadedNetwork network) =>
        $"without internet access, download {network.Address} on another machine and run 'pixelgpt weights import FILE', which copies it to {PathOf(network)}";

    /// <summary>Returns a description of the fault of a file; null if it is intact.</summary>
    private static string? Fault(DownloadedNetwork network, string path)
    {
        string sum = InputFile.Sha256(path);
        return sum.StartsWith(network.Sha256Prefix, StringComparison.Ordinal) ? null : $"its SHA-256 begins with {sum[..8]}, expected {network.Sha256Prefix}";
    }
}
