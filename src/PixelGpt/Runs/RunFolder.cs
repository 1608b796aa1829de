using PixelGpt.Evaluation.Distances;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>The paths of the files in a run folder.</summary>
/// <param name="path">The folder.</param>
public sealed class RunFolder(string path)
{
    /// <summary>Default folder for runs.</summary>
    public const string DefaultRoot = "runs";

    /// <summary>The path of the folder.</summary>
    public string Path { get; } = path;

    /// <summary>The configuration of the model.</summary>
    public string Config => this[ModelFolder.ConfigName];

    /// <summary>The default sampling of the model; greedy if the file does not exist.</summary>
    public string GenerationConfig => this[GenerationConfigFile.FileName];

    /// <summary>The card of the model, which the user may edit.</summary>
    public string Card => this[ModelCard.FileName];

    /// <summary>The best epoch's weights.</summary>
    public string Weights => this[ModelFolder.WeightsName];

    /// <summary>The palette.</summary>
    public string Colormap => this[ModelFolder.ColormapName];

    /// <summary>The recipe, data set and versions of the run.</summary>
    public string Record => this["training.json"];

    /// <summary>The metrics, one JSON object per epoch.</summary>
    public string Metrics => this["metrics.jsonl"];

    /// <summary>The newest checkpoint.</summary>
    public string Checkpoint => this["checkpoint.safetensors"];

    /// <summary>The checkpoint before the newest.</summary>
    public string PreviousCheckpoint => this["checkpoint.previous.safetensors"];

    /// <summary>A damaged checkpoint that was replaced by the previous one.</summary>
    public string DamagedCheckpoint => this["checkpoint.damaged.safetensors"];

    /// <summary>The file that is locked while a process trains in the folder.</summary>
    public string Lock => this[".lock"];

    /// <summary>The completions as text: one line of palette indices per sprite.</summary>
    public string Reconstructions => this["reconstructed_results.txt"];

    /// <summary>The evaluation.</summary>
    public string Evaluation => this["evaluation.json"];

    /// <summary>The evaluation as an HTML page with pictures.</summary>
    public string Report => this["report.html"];

    /// <summary>The FID in the file format of the original course work.</summary>
    public string FidResults => this[FidResultsFile.FileName];

    /// <summary>Whether the folder has a run.</summary>
    public bool HasRun => File.Exists(Record) || File.Exists(Checkpoint) || File.Exists(PreviousCheckpoint);

    /// <summary>Checks that the folder has no run or model, whose files would be replaced by those of a command.</summary>
    /// <exception cref="InputException">It has one.</exception>
    internal void CheckNoModel()
    {
        if (HasRun || File.Exists(Config) || EnsembleFolder.Exists(Path)) throw new InputException($"{Path}: the folder has a run or model, whose files could be replaced; give another --out");
    }

    /// <summary>Gets the path of a file in the folder.</summary>
    /// <param name="name">The file name.</param>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Finds the first of <c>runs/NAME</c>, <c>runs/NAME-2</c>, … that does not exist.</summary>
    /// <param name="name">The wanted name; characters that are unsafe in file names are replaced.</param>
    /// <returns>The folder, which is not created.</returns>
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
