using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Computes distances between sets of pictures, given as folders or as saved statistics. Ranks other than 0 only compute features.</summary>
internal sealed class FidWorkflow(Session session, DistanceProtocol protocol, Func<FeatureNetwork, IFeatureExtractor> networks, string? cache, double promptFraction, bool isStrict, int threads)
{
    private IFeatureExtractor? _network;

    /// <summary>The feature network; loaded on first use, because comparing two statistics files does not need it.</summary>
    private IFeatureExtractor Network => _network ??= new SharedFeatureExtractor(NetworkDisplay.Load(session, protocol.Network, networks), session.Group);

    /// <summary>Computes and prints the distances between two sets.</summary>
    public void Compare(string pictures, string reference, DistanceOptions options, string? saveStats)
    {
        (PictureFolder? folder, FeatureStatistics? statistics) = Load(pictures);
        (PictureFolder? trueFolder, FeatureStatistics? trueStatistics) = Load(reference);
        if (protocol.PadsReference && trueFolder is null) throw new InputException($"{reference}: protocol {protocol.Name} makes the end of the true pictures white, which is not possible with statistics; give the folder of the true pictures");
        if (saveStats is not null && (trueFolder ?? folder) is null) throw new InputException("--save-stats requires a folder of pictures, but both inputs are statistics");
        string network = folder is null && trueFolder is null ? CommonNetwork(pictures, statistics!, reference, trueStatistics!) : Network.Name;
        FeaturesOrStatistics generated = folder is null ? UseStatistics(pictures, statistics!, network) : FeaturesOrStatistics.Of(ComputeFeatures(folder, isReference: false));
        FeaturesOrStatistics real = trueFolder is null ? UseStatistics(reference, trueStatistics!, network) : FeaturesOrStatistics.Of(ComputeFeatures(trueFolder, isReference: true));
        if (!session.IsRoot) return;
        if (saveStats is not null) Save((trueFolder is null ? generated : real).Features!, saveStats);
        bool paired = folder is not null && trueFolder is not null && folder.Names.SequenceEqual(trueFolder.Names, StringComparer.Ordinal);
        session.Progress.WriteLine("computing distances");
        var report = DistanceReport.Compute(protocol, network, generated, real, options with { IsPaired = paired }, threads, session.CancellationToken);
        session.WriteResult(JsonNode.Parse(report.ToJson())!.AsObject(), console => DistanceDisplay.Write(console, report));
    }

    /// <summary>Saves the statistics of one folder.</summary>
    public void SaveStatistics(string pictures, string file)
    {
        if (IsStatistics(pictures)) throw new InputException($"{pictures} is already a statistics file; give a folder of pictures");
        FeatureSet features = ComputeFeatures(PictureFolderDisplay.Load(session, pictures, isStrict), isReference: true);
        if (!session.IsRoot) return;
        Save(features, file);
        session.WriteResult(
            new JsonObject { ["statistics"] = file, ["pictures"] = features.Count, ["network"] = Network.Name, ["protocol"] = protocol.Name },
            () => session.WriteLine($"{file}: mean and covariance of the features of {features.Count} pictures, {Network.Name}"));
    }

    private static bool IsStatistics(string path) => Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase);

    private static string CommonNetwork(string path, FeatureStatistics a, string otherPath, FeatureStatistics b)
    {
        if (a.Network is not null && b.Network is not null && a.Network != b.Network) throw new InputException($"{path} was computed with network '{a.Network}', but {otherPath} with '{b.Network}'; compute both with the same network");
        return a.Network ?? b.Network ?? "unknown (not recorded in the statistics)";
    }

    private static FeaturesOrStatistics UseStatistics(string path, FeatureStatistics statistics, string network)
    {
        if (statistics.Network is { } other && other != network) throw new InputException($"{path} was computed with network '{other}', but this protocol uses '{network}'; select another --protocol or compute the statistics again");
        return FeaturesOrStatistics.Of(statistics);
    }

    private (PictureFolder? Folder, FeatureStatistics? Statistics) Load(string path) =>
        IsStatistics(path) ? (null, FeatureStatistics.Load(path)) : (PictureFolderDisplay.Load(session, path, isStrict), null);

    private FeatureSet ComputeFeatures(PictureFolder folder, bool isReference)
    {
        int sizes = folder.Pictures.Select(p => (p.Width, p.Height)).Distinct().Count();
        if (sizes > 1) session.Progress.WriteLine($"{folder.Path}: the pictures have {sizes} different sizes; check that none of them is a contact sheet");
        session.CheckSame(("feature network", () => Network.Name), ($"pictures in {folder.Path}", () => PictureChecksum.Of("", folder.Pictures)));
        IFeatureExtractor network = isReference ? new CachedFeatureExtractor(Network, CachedFeatureExtractor.FolderIn(cache), session.Group) : Network;
        IReadOnlyList<PixelImage> pictures = isReference ? protocol.PrepareReference(folder.Pictures, promptFraction) : folder.Pictures;
        return InputException.Within(folder.Path, () => new FeatureSet(FeatureDisplay.Extract(session, network, pictures, folder.Path, threads)));
    }

    private void Save(FeatureSet features, string file)
    {
        FeatureStatistics.Of(features, Network.Name, threads).Save(file);
        session.Progress.WriteLine($"saved the statistics of {features.Count} pictures to {file}");
    }
}
