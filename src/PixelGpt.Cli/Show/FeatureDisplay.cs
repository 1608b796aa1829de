using PixelGpt.Cli.Hosting;
using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>A network's look at pictures, with a bar while it takes long.</summary>
internal static class FeatureDisplay
{
    public static float[][] Extract(Session session, IFeatureExtractor network, IReadOnlyList<PixelImage> pictures, string what, int threads)
    {
        string text = $"looking at {pictures.Count} pictures of {what}";
        if (!session.IsLive)
        {
            session.Progress.WriteLine(text);
            return network.Extract(pictures, threads, null, session.CancellationToken);
        }

        return ProgressBars.RunCounted(session, text, pictures.Count, progress => network.Extract(pictures, threads, progress, session.CancellationToken));
    }
}
