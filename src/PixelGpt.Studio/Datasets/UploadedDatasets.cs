using PixelGpt.Import;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Datasets;

/// <summary>Writes uploaded pictures as data sets to the folder <c>datasets</c> of the models folder.</summary>
internal sealed class UploadedDatasets(ModelFolders folders, DatasetFolders datasets) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>Writes a data set.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="read">Reads the pictures.</param>
    /// <param name="cancellationToken">Cancellation token; checked until the data set is written.</param>
    /// <returns>The id.</returns>
    /// <exception cref="InputException">The name is not allowed, or there is nothing to learn from.</exception>
    /// <exception cref="ApiException">The name is taken.</exception>
    public async Task<string> AddAsync(string name, Func<SpriteUpload> read, CancellationToken cancellationToken)
    {
        NewName.Check(name, "data set");
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (datasets.All().ContainsKey(name)) throw ApiException.Conflict($"there is already a data set '{name}'; use another name");
            await Task.Run(
                () =>
                {
                    SpriteUpload upload = read();
                    ImportedFolder.Write(Path.Combine(folders.Datasets, name), upload.Data, upload.Report);
                },
                cancellationToken);
            return name;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();
}
