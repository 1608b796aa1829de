using PixelGpt.Formats;
using PixelGpt.Generation;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>
/// A model and its default sampling, in one file: a zip archive of a model folder, whose name ends in <c>.pixelgpt</c>. Programs
/// can embed the file as a resource. <see cref="PixelModel.Load(Stream)"/> reads only the model of such a file.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="sampling">The default sampling; null for greedy decoding.</param>
public sealed class ModelFile(PixelModel model, GenerationOptions? sampling = null)
{
    /// <summary>The model.</summary>
    public PixelModel Model { get; } = model ?? throw new ArgumentNullException(nameof(model));

    /// <summary>The default sampling of the model.</summary>
    public GenerationOptions Sampling { get; } = sampling ?? GenerationOptions.Greedy;

    /// <summary>Loads a model file, or a model folder.</summary>
    /// <param name="path">The file or folder.</param>
    /// <returns>The model and its sampling.</returns>
    /// <exception cref="InputException">The path does not exist, or the file or folder is damaged or incomplete.</exception>
    /// <exception cref="FailureException">A file could not be read.</exception>
    public static ModelFile Load(string path) => ModelArchive.Exists(path)
        ? ModelArchive.Load(path, Read)
        : new ModelFile(PixelModel.Load(path), GenerationConfigFile.Load(new RunFolder(path)));

    /// <summary>Loads a model file from a stream, such as an embedded resource.</summary>
    /// <param name="stream">The file. It is read to its end and not closed; it need not be seekable.</param>
    /// <returns>The model and its sampling.</returns>
    /// <exception cref="InputException">The file is damaged or incomplete.</exception>
    /// <exception cref="FailureException">The stream could not be read.</exception>
    public static ModelFile Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(ModelArchive.Read(stream));
    }

    /// <summary>Loads a model file from memory.</summary>
    /// <param name="bytes">The file.</param>
    /// <returns>The model and its sampling.</returns>
    /// <exception cref="InputException">The file is damaged or incomplete.</exception>
    public static ModelFile Load(ReadOnlyMemory<byte> bytes) => Read(ModelArchive.Parse(bytes));

    /// <summary>Writes the file. The same model and sampling produce the same bytes.</summary>
    /// <param name="path">The file; an existing one is replaced. Its name should end in <c>.pixelgpt</c>, so that <see cref="Load(string)"/> recognises it.</param>
    /// <exception cref="InputException">The path is a folder.</exception>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void Save(string path) => Save(path, FloatType.F32);

    /// <summary>Writes the file to a stream, see <see cref="Save(string)"/>.</summary>
    /// <param name="stream">The stream. It is not closed, and need not be seekable.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelArchiveWriter.Write(stream, Model, FloatType.F32, Texts());
    }

    /// <summary>Reads the default sampling of a model file; greedy decoding if the file does not name one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is damaged or incomplete.</exception>
    internal static GenerationOptions LoadSampling(string path) => ModelArchive.Load(path, ReadSampling);

    /// <summary>Writes the file with weights of an element type.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">Element type of the weights.</param>
    /// <exception cref="InputException">The path is a folder, or a weight exceeds the range of <paramref name="type"/>.</exception>
    /// <exception cref="FailureException">The file could not be written.</exception>
    internal void Save(string path, FloatType type) => ModelArchiveWriter.Write(path, Model, type, Texts());

    /// <summary>Writes the folder of the model, with its sampling and its card.</summary>
    /// <param name="folder">The folder; it has no model.</param>
    /// <param name="type">Element type of the weights.</param>
    /// <exception cref="InputException">A weight exceeds the range of <paramref name="type"/>.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    internal void WriteFolder(RunFolder folder, FloatType type)
    {
        if (Model.IsEnsemble) EnsembleFolder.Write(folder.Path, Model, type, (_, _, _) => { }, []);
        else ModelFolder.Write(folder.Path, Model, type);
        if (Sampling != GenerationOptions.Greedy) GenerationConfigFile.Save(folder, Sampling);
        ModelCard.Write(folder, Model);
    }

    private IEnumerable<(string Name, string Text)> Texts() =>
        Sampling == GenerationOptions.Greedy ? [] : [(GenerationConfigFile.FileName, GenerationConfigFile.ToText(Sampling))];

    private static ModelFile Read(ModelArchive archive) => new(archive.ReadModel(), ReadSampling(archive));

    private static GenerationOptions ReadSampling(ModelArchive archive) => archive.FindText(GenerationConfigFile.FileName) is { } text
        ? GenerationConfigFile.Parse(text, archive.NameOf(GenerationConfigFile.FileName))
        : GenerationOptions.Greedy;
}
