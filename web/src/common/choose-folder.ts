/** Lets the user choose a folder; its files have their paths in `webkitRelativePath`. */
export function chooseFolder(onFiles: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.webkitdirectory = true;
  input.addEventListener('change', () => {
    onFiles([...(input.files ?? [])]);
  });
  input.click();
}
