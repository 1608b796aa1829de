using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>Where a model comes from: a run folder, a model folder, or the library, which contains the built-in model.</summary>
internal sealed class ModelSource
{
    /// <summary>The name that selects the built-in model where a folder is expected.</summary>
    public const string BuiltInName = BuiltInModel.Name;

    private ModelSource(RunFolder? folder) => Folder = folder;

    /// <summary>The built-in model.</summary>
    public static ModelSource BuiltIn { get; } = new(null);

    /// <summary>The folder; null for the built-in model.</summary>
    public RunFolder? Folder { get; }

    /// <summary>The path of the folder, or the name of the built-in model.</summary>
    public string Path => Folder?.Path ?? BuiltInName;

    /// <summary>The name of the folder, or of the built-in model.</summary>
    public string Name => Folder is null ? BuiltInName : System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Folder.Path)));

    /// <summary>Whether there are files of a model; if not, <see cref="Load"/> fails.</summary>
    public bool HasModel => Folder is null || File.Exists(Folder.Config) || EnsembleFolder.Exists(Folder.Path);

    /// <summary>Uses a folder.</summary>
    /// <param name="folder">A run folder or model folder.</param>
    public static ModelSource Of(RunFolder folder) => new(folder);

    /// <summary>Finds a model by what the user typed.</summary>
    /// <param name="path">The path of a folder, or <see cref="BuiltInName"/>; a folder of this name is preferred.</param>
    public static ModelSource Find(string path) => path == BuiltInName && !Directory.Exists(path) ? BuiltIn : new ModelSource(new RunFolder(path));

    /// <summary>Loads the model.</summary>
    /// <exception cref="InputException">A file is missing or invalid.</exception>
    public PixelModel Load() => Folder is null ? PixelModel.BuiltIn : PixelModel.Load(Folder.Path);

    /// <summary>Reads the model's default sampling.</summary>
    /// <exception cref="InputException">The file has an invalid value.</exception>
    public GenerationOptions LoadGeneration() => Folder is null ? GenerationConfigFile.LoadBuiltIn() : GenerationConfigFile.Load(Folder);

    /// <summary>Reads the model's default sampling; null if the model is decoded greedily by default.</summary>
    /// <exception cref="InputException">The file has an invalid value.</exception>
    public GenerationOptions? LoadSampling() => LoadGeneration() is { DoSample: true } sampling ? sampling : null;

    /// <summary>Reads the defaults of the model's run.</summary>
    /// <exception cref="InputException">A file of the run is missing or damaged.</exception>
    public RunDefaults LoadDefaults() => Folder is null ? new RunDefaults(SequenceViews.DefaultPromptFraction, DataReference.Create(BuiltInModel.DataSource)) : RunDefaults.Load(Folder);

    /// <summary>Reads the history of the model's training; it is empty if the folder has no run.</summary>
    /// <exception cref="InputException">A file of the run is missing or damaged.</exception>
    public RunHistory LoadHistory() => Folder is null ? new RunHistory(null, []) : RunHistory.Load(Folder);

    /// <summary>Describes the loaded model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="FailureException">The weights file could not be read.</exception>
    public ModelDescription Describe(PixelModel model) => Folder is null
        ? ModelDescription.Of(model, InputFile.Sha256(BuiltInModel.ReadBytes(ModelFolder.WeightsName)))
        : ModelDescription.Of(model, Folder);

    /// <summary>Returns the output folder of a command: the given one, or else the model's own.</summary>
    /// <param name="given">The value of <c>--out</c>; null if it is not given.</param>
    /// <exception cref="InputException">The model is built in and no folder is given, or the given folder has another run or model.</exception>
    public RunFolder Output(string? given)
    {
        if (given is null) return Folder ?? throw new InputException("--out is required: the built-in model has no folder to write to");
        var folder = new RunFolder(given);
        if (!IsOwn(folder)) folder.CheckNoModel();
        return folder;
    }

    /// <summary>Whether a folder is that of this model.</summary>
    /// <param name="folder">The folder.</param>
    public bool IsOwn(RunFolder folder) => Folder is not null && FullPath(folder) == FullPath(Folder);

    private static string FullPath(RunFolder folder) => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder.Path));
}
