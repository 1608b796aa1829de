using System.Text.Json.Nodes;
using PixelGpt.Cli.Show;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Scoring of folders of pictures, or of statistics that stand for them.</summary>
internal sealed class FidWorkflow(Session session, DistanceProtocol protocol, Func<FeatureNetwork, IFeatureExtractor> networks, string? cache, double promptFraction, int threads)
{
    private IFeatureExtractor? _network;

    /// <summary>The network, found when pictures are to be looked at: two files of statistics need none.</summary>
    private IFeatureExtractor Network => _network ??= networks(protocol.Network);

    /// <summary>Compares two sets and tells the numbers.</summary>
    public void Compare(string pictures, string reference, DistanceOptions options, string? saveStats)
    {
        (PictureFolder? folder, FeatureStatistics? statistics) = Open(pictures);
        (PictureFolder? trueFolder, FeatureStatistics? trueStatistics) = Open(reference);
        if (protocol.PadsReference && trueFolder is null) throw new InputException($"{reference}: protocol {protocol.Name} paints the true pictures' ends white, which statistics cannot be; give their folder");
        if (saveStats is not null && (trueFolder ?? folder) is null) throw new InputException("--save-stats keeps the statistics of a folder, and none was given");
        string network = folder is null && trueFolder is null ? OneNetwork(pictures, statistics!, reference, trueStatistics!) : Network.Name;
        FeaturesOrStatistics generated = folder is null ? Known(pictures, statistics!, network) : FeaturesOrStatistics.Of(Look(folder, isReference: false));
        FeaturesOrStatistics real = trueFolder is null ? Known(reference, trueStatistics!, network) : FeaturesOrStatistics.Of(Look(trueFolder, isReference: true));
        if (saveStats is not null) Save((trueFolder is null ? generated : real).Features!, saveStats);
        bool paired = folder is not null && trueFolder is not null && folder.Names.SequenceEqual(trueFolder.Names, StringComparer.Ordinal);
        session.Progress.WriteLine("computing distances");
        var report = DistanceReport.Compute(protocol, network, generated, real, options with { IsPaired = paired }, threads, session.Stop);
        session.Result(JsonNode.Parse(report.ToJson())!.AsObject(), console => DistanceDisplay.Write(console, report));
    }

    /// <summary>Keeps the statistics of one folder.</summary>
    public void SaveStatistics(string pictures, string file)
    {
        if (IsStatistics(pictures)) throw new InputException($"{pictures}: these are statistics already; give a folder of PNG pictures");
        FeatureSet features = Look(PictureFolder.Load(pictures, session.Stop), isReference: true);
        Save(features, file);
        session.Result(
            new JsonObject { ["statistics"] = file, ["pictures"] = features.Count, ["network"] = Network.Name, ["protocol"] = protocol.Name },
            () => session.WriteLine($"{file}: mean and covariance of {features.Count} pictures, {Network.Name}"));
    }

    private static bool IsStatistics(string path) => Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase);

    private static string OneNetwork(string path, FeatureStatistics a, string otherPath, FeatureStatistics b)
    {
        if (a.Network is not null && b.Network is not null && a.Network != b.Network) throw new InputException($"{path} is of the network '{a.Network}' and {otherPath} of '{b.Network}': their features cannot be compared");
        return a.Network ?? b.Network ?? "unknown: the statistics do not tell";
    }

    private static FeaturesOrStatistics Known(string path, FeatureStatistics statistics, string network)
    {
        if (statistics.Network is { } made && made != network) throw new InputException($"{path} is of the network '{made}', and this protocol's is '{network}': their features cannot be compared; choose another --protocol or make the statistics anew");
        return FeaturesOrStatistics.Of(statistics);
    }

    private (PictureFolder? Folder, FeatureStatistics? Statistics) Open(string path) =>
        IsStatistics(path) ? (null, FeatureStatistics.Load(path)) : (PictureFolder.Load(path, session.Stop), null);

    private FeatureSet Look(PictureFolder folder, bool isReference)
    {
        int sizes = folder.Pictures.Select(p => (p.Width, p.Height)).Distinct().Count();
        if (sizes > 1) session.Progress.WriteLine($"{folder.Path}: its pictures have {sizes} different sizes; make sure that no contact sheet is among them");
        IFeatureExtractor network = isReference ? new CachedFeatureExtractor(Network, CachedFeatureExtractor.FolderIn(cache)) : Network;
        IReadOnlyList<PixelImage> pictures = isReference ? protocol.PrepareReference(folder.Pictures, promptFraction) : folder.Pictures;
        return InputException.Within(folder.Path, () => new FeatureSet(FeatureDisplay.Extract(session, network, pictures, folder.Path, threads)));
    }

    private void Save(FeatureSet features, string file)
    {
        FeatureStatistics.Of(features, Network.Name, threads).Save(file);
        session.Progress.WriteLine($"{file}: statistics of {features.Count} pictures");
    }
}
