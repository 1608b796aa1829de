using PixelGpt.Evaluation.Distances;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>The names of what a run leaves behind, and where new runs go.</summary>
public sealed class RunFolder(string path)
{
    /// <summary>Where runs go that are not told where.</summary>
    public const string DefaultRoot = "runs";

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The model's configuration.</summary>
    public string Config => this[ModelFolder.ConfigName];

    /// <summary>The best epoch's weights.</summary>
    public string Weights => this[ModelFolder.WeightsName];

    /// <summary>The palette.</summary>
    public string Colormap => this[ModelFolder.ColormapName];

    /// <summary>What the run was made of.</summary>
    public string Record => this["training.json"];

    /// <summary>An object an epoch.</summary>
    public string Metrics => this["metrics.jsonl"];

    /// <summary>What <c>--resume</c> needs: weights, moments and state after the last saved step.</summary>
    public string Checkpoint => this["checkpoint.safetensors"];

    /// <summary>The checkpoint before that.</summary>
    public string PreviousCheckpoint => this["checkpoint.previous.safetensors"];

    /// <summary>A checkpoint that was found damaged.</summary>
    public string DamagedCheckpoint => this["checkpoint.damaged.safetensors"];

    /// <summary>What is locked while a process trains here.</summary>
    public string Lock => this[".lock"];

    /// <summary>A line of palette indices a finished sprite.</summary>
    public string Reconstructions => this["reconstructed_results.txt"];

    /// <summary>The figures of each split.</summary>
    public string Evaluation => this["evaluation.json"];

    /// <summary>The figures and the pictures they are of, as a page to read.</summary>
    public string Report => this["report.html"];

    /// <summary>The FID alone, in the original's form.</summary>
    public string FidResults => this[FidResultsFile.FileName];

    /// <summary>Whether a run has begun here.</summary>
    public bool HasRun => File.Exists(Record) || File.Exists(Checkpoint) || File.Exists(PreviousCheckpoint);

    /// <summary>A file of the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The first of <c>runs/NAME</c>, <c>runs/NAME-2</c>, … that does not exist.</summary>
    public static RunFolder CreateNew(string name)
    {
        string clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('-', '.');
        for (int i = 1; ; i++)
        {
            string path = System.IO.Path.Combine(DefaultRoot, i == 1 ? clean : $"{clean}-{i}");
            if (!System.IO.Path.Exists(path)) return new RunFolder(path);
        }
    }
}
