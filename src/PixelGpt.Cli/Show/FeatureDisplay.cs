using PixelGpt.Cli.Hosting;
using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Computes the features of pictures and shows the progress.</summary>
internal static class FeatureDisplay
{
    public static float[][] Extract(Session session, IFeatureExtractor network, IReadOnlyList<PixelImage> pictures, string source, int threads)
    {
        string text = $"computing features of {pictures.Count} pictures of {source}";
        if (!session.IsLive)
        {
            session.Progress.WriteLine(text);
            return network.Extract(pictures, threads, null, session.CancellationToken);
        }

        return ProgressBars.RunCounted(session, text, pictures.Count, progress => network.Extract(pictures, threads, progress, session.CancellationToken));
    }
}
